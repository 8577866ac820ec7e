import { latenessOf } from '../figures/lateness.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** From this share of the arrivals on, lateness shows in a 99th percentile. */
const worthTelling = 0.005

/** That the generator was late, where it was not so late that the run is doubted for it. */
export const lateGenerator: FindingRule = (measured) => {
  const { limitMs, late, arrivals, share } = latenessOf(measured)
  if (share < worthTelling) return []
  return [
    {
      id: 'late-generator',
      sentence:
        `The load generator sent ${countText(late)} of ${countOf(arrivals, 'arrival')} (${shareText(share)}) more than ` +
        `${durationText(limitMs)} after they were due. Response times include that; service times do not.`,
      figures: { late, arrivals, lateShare: share },
    },
  ]
}
