import type { Agreement, Measured } from '@loadrun/metrics'
import { lossesIn } from '../figures/agents.ts'
import { bottleneckOf } from '../figures/bottleneck.ts'
import { generatorThreads } from '../figures/generator-threads.ts'
import { latenessOf } from '../figures/lateness.ts'
import { requestCounts } from '../figures/requests.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'

/**
 * A run is doubted when more than this share of its arrivals was late. Lateness is inside the response time, so the
 * figures stay true; but past this they tell more of the generator than of the target.
 */
const lateShareLimit = 0.05

/** So few late arrivals are an accident of the machine, however short the run. */
const lateCountAllowed = 5

/** Worker threads above this share of their cores have no room left to be on time. */
const processorLimit = 0.95

/** Reasons not to believe the numbers: the generator was the bottleneck, or the measuring itself broke. */
export function doubtsOf(measured: Measured, agreements: readonly Agreement[]): readonly string[] {
  const doubts = [...measured.troubles]
  if (measured.agents !== undefined && !measured.agents.degradedAllowed) doubts.push(...lossesIn(measured.agents))
  const { limitMs, late, arrivals, share } = latenessOf(measured)
  if (late > lateCountAllowed && share > lateShareLimit) {
    doubts.push(
      `The load generator was late: ${countText(late)} of ${countText(arrivals)} arrivals (${shareText(share)}) were sent ` +
        `more than ${durationText(limitMs)} after they were due; ${shareText(lateShareLimit)} is allowed.${because(measured)}`,
    )
  }
  doubts.push(...noProcessorTime(measured))
  if (requestCounts(measured.total).sent === 0 && !measured.interrupted) doubts.push(nothingCounted(measured))
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

function noProcessorTime(measured: Measured): readonly string[] {
  const threads = generatorThreads(measured)
  if (threads === undefined) return []
  const { workers, processorShare, busiest } = threads
  if (processorShare > processorLimit) {
    const used = `its ${countText(workers)} worker threads used ${shareText(processorShare)} of theirs`
    return [`The load generator had no processor time left: ${used}.`]
  }
  if (busiest !== undefined && busiest.share > processorLimit) {
    const used = `${busiest.name} of ${countText(workers)} used ${shareText(busiest.share)} of its core`
    return [`A part of the load generator had no processor time left: ${used}.`]
  }
  return []
}

function nothingCounted({ total }: Measured): string {
  if (total.warmUp === undefined) return 'No request was sent.'
  return `No request was sent that counts: ${countOf(total.warmUp.requests, 'request')} fell due in the warm-up.`
}

function because(measured: Measured): string {
  const bottleneck = bottleneckOf(measured)
  return bottleneck === undefined ? '' : ` ${bottleneck}`
}
