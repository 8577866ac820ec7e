import type { Measured } from '@loadrun/metrics'
import { requestCounts } from '../figures/requests.ts'
import { countOf, countText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** Which text, or which cause without a text, explains most of what failed. */
export const mainFailure: FindingRule = (measured) => {
  const { sent, failed } = requestCounts(measured.total)
  const [main] = failuresByText(measured)
  if (main === undefined || failed === 0) return []
  const told = main.fromServer ? `were answered “${main.text}”` : `ended so: ${main.text}`
  return [
    {
      id: 'main-failure',
      sentence:
        `${countText(failed)} of ${countOf(sent, 'request')} failed (${shareText(failed / sent)}); ` +
        `${countText(main.count)} of the failed ones ${told}.`,
      figures: { sent, failed, failedShare: failed / sent, mainTextCount: main.count },
    },
  ]
}

/** Failures as the clients saw them, by text over all steps, most frequent first. */
export function failuresByText(measured: Measured): { text: string; fromServer: boolean; count: number }[] {
  const byText = new Map<string, { text: string; fromServer: boolean; count: number }>()
  for (const { text, fromServer, count } of measured.total.failures) {
    const seen = byText.get(text)
    if (seen === undefined) byText.set(text, { text, fromServer, count })
    else seen.count += count
  }
  return [...byText.values()].sort((a, b) => b.count - a.count)
}
