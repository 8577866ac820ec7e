import type { RunResult } from '@loadrun/metrics'
import type { Comparison } from '../comparison.ts'
import { failuresByText } from '../findings/main-failure.ts'

/** Every text that failed requests ended with in any of the runs, most frequent first. */
export function failureTextsOf(results: readonly RunResult[]): Comparison['failureTexts'] {
  const byRun = results.map((result) => failuresByText(result))
  const texts = [...new Set(byRun.flatMap((failures) => failures.map(({ text }) => text)))]
  return texts
    .map((text) => ({
      text,
      counts: byRun.map((failures) => failures.find((failure) => failure.text === text)?.count ?? 0),
    }))
    .sort((a, b) => Math.max(...b.counts) - Math.max(...a.counts))
}
