import { type Agreement, Histogram, type Measured } from '@loadrun/metrics'
import { requestCounts } from '../figures/requests.ts'
import { countText, durationText, shareText } from '../figures/wording.ts'

/**
 * A run is doubted when one arrival in a hundred was sent later than this. Lateness is inside the response time, so
 * the figures stay true; but past this they tell more of the generator than of the target.
 */
const latenessLimitMs = 250

/** Worker threads above this share of their cores have no room left to be on time. */
const processorLimit = 0.95

/** Reasons not to believe the numbers: the generator was the bottleneck, or the measuring itself broke. */
export function doubtsOf(measured: Measured, agreements: readonly Agreement[]): readonly string[] {
  const doubts = [...measured.troubles]
  const lateness = Histogram.decode(measured.total.generator.lateness)
  const lateMs = lateness.percentileMs(99)
  if (lateness.count > 0 && lateMs > latenessLimitMs) {
    doubts.push(
      `The load generator was late: one request in a hundred was sent ${durationText(lateMs)} or more after it was due ` +
        `(${durationText(latenessLimitMs)} is allowed).`,
    )
  }
  const processorShare = measured.total.generator.cpuMs / (measured.elapsedMs * measured.plan.workers)
  if (measured.elapsedMs > 0 && processorShare > processorLimit) {
    doubts.push(
      `The load generator had no processor time left: its ${countText(measured.plan.workers)} worker threads used ` +
        `${shareText(processorShare)} of theirs.`,
    )
  }
  if (requestCounts(measured.total).sent === 0 && !measured.interrupted) doubts.push('No request was sent.')
  for (const { what, left, right, agrees } of agreements) {
    if (!agrees && !measured.interrupted) {
      doubts.push(
        `${what}: two counts of the same thing differ, ${left.counted} ${countText(left.count)} and ` +
          `${right.counted} ${countText(right.count)}.`,
      )
    }
  }
  return doubts
}
