import { iterationCounts } from '../figures/requests.ts'
import { countOf, countText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** Arrivals that never began, because every user the plan allows was busy. */
export const unservedArrivals: FindingRule = (measured) => {
  const { planned, dropped } = iterationCounts(measured.total)
  if (dropped === 0) return []
  return [
    {
      id: 'dropped-iterations',
      sentence:
        `${countText(dropped)} of ${countOf(planned, 'planned arrival')} (${shareText(dropped / planned)}) were never sent: ` +
        'all users (maxVUs) were busy when they fell due. Their waiting is in no latency figure.',
      figures: { planned, dropped },
    },
  ]
}
