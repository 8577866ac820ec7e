import type { Comparison, Side } from '../comparison.ts'
import { failuresByText } from '../findings/main-failure.ts'

/** Every text that failed requests ended with on any side, most frequent first. */
export function failureTextsOf(sides: readonly Side[]): Comparison['failureTexts'] {
  const bySide = sides.map(({ runs }) => {
    const counts = new Map<string, number>()
    for (const { text, count } of runs.flatMap((run) => failuresByText(run))) {
      counts.set(text, (counts.get(text) ?? 0) + count)
    }
    return counts
  })
  return [...new Set(bySide.flatMap((counts) => [...counts.keys()]))]
    .map((text) => ({ text, counts: bySide.map((counts) => counts.get(text) ?? 0) }))
    .sort((a, b) => Math.max(...b.counts) - Math.max(...a.counts))
}
