import type { Finding, LimitedServerCounts } from '@loadrun/metrics'
import type { LimitedServerPlan } from '@loadrun/plan'
import { peakBy, type Refusals, refusalsOf, serversOf } from '../figures/tiers.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** A limit counts as reached from this share of its slots on: between two snapshots a few come and go. */
const fullShare = 0.98

/** Whether a server's slots ran out, who held them when they did, and what waited and was refused. */
export const slots: FindingRule = (measured) =>
  serversOf(measured).flatMap(({ plan, observation, end }): readonly Finding[] => {
    const peak = peakBy(observation.samples, (sample) => sample.counts.slotsInUse)?.counts
    if (end === undefined || peak === undefined) return []
    const { name, concurrency } = plan
    const refusals = refusalsOf(plan, end)
    const waiting = peakBy(observation.samples, ({ counts }) => waitingIn(plan, counts))?.counts
    const waited = waiting === undefined ? 0 : waitingIn(plan, waiting)
    if (concurrency === undefined) {
      return [
        {
          id: 'slots-unlimited',
          sentence: `${name} has no limit: at most ${countOf(peak.slotsInUse, refusals.of)} were open at once.`,
          figures: { slotsInUsePeak: peak.slotsInUse, rejected: refusals.refused },
        },
      ]
    }
    const isFull = (counts: LimitedServerCounts) => counts.slotsInUse >= fullShare * concurrency
    const full = observation.samples.filter(({ counts }) => isFull(counts))
    // Handlers that go on after their timeout are counted with those in slots, and hold none themselves.
    const holders = plan.handlerTimeout === undefined ? [whoHeld(name, full.at(-1)?.counts ?? peak)] : []
    const queue = waited === 0 ? [] : [queueFinding(plan, waited, refusals)]
    if (refusals.refused === 0) {
      return [
        {
          id: 'slots-free',
          sentence:
            `${name} refused nobody: at most ${countText(peak.slotsInUse)} of its ${countOf(concurrency, 'slot')} ` +
            `(${shareText(peak.slotsInUse / concurrency)}) were taken at once.`,
          figures: { slotsInUsePeak: peak.slotsInUse, concurrency, rejected: 0 },
        },
        ...queue,
        ...(queue.length > 0 ? holders : []),
      ]
    }
    const firstFull = full[0]
    const since = firstFull === undefined ? '' : ` The slots were full ${durationText(firstFull.atMs)} into the load.`
    const { of, offered, refused } = refusals
    return [
      {
        id: 'slots-exhausted',
        sentence:
          `${name} refused ${countText(refused)} of ${countOf(offered, of)} ` +
          `(${shareText(refused / offered)}) because all ${countOf(concurrency, 'slot')} were taken.${since}`,
        figures: {
          rejected: refused,
          offered,
          rejectedShare: refused / offered,
          concurrency,
          ...(firstFull === undefined ? {} : { fullAtMs: firstFull.atMs }),
        },
      },
      ...queue,
      ...holders,
    ]
  })

/** What waits for one of the plan's slots. */
function waitingIn({ limit }: LimitedServerPlan, counts: LimitedServerCounts): number {
  return limit === 'connections' ? counts.waitingConnections : counts.queuedRequests
}

function queueFinding({ name, queue }: LimitedServerPlan, waited: number, { of }: Refusals): Finding {
  const room = queue === undefined || queue === 0 ? '' : ` of the ${countText(queue)} that its queue holds`
  return {
    id: 'slots-awaited',
    sentence: `Up to ${countOf(waited, of)} waited for a slot of ${name} at once${room}.`,
    figures: { waitingPeak: waited, ...(queue === undefined ? {} : { queue }) },
  }
}

function whoHeld(name: string, counts: LimitedServerCounts): Finding {
  const { handlingAbandoned: abandoned, waitingForWork } = counts
  const awaited = counts.handling - abandoned
  const idle = counts.slotsInUse - counts.handling
  const holders = [
    { count: awaited, who: `${countOf(awaited, 'request')} whose client waits` },
    { count: abandoned, who: `${countOf(abandoned, 'request')} whose client has gone` },
    { count: idle, who: `${countOf(idle, 'connection')} without a request (idle, or still sending one)` },
  ]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ who }) => who)
  const behind =
    waitingForWork === 0
      ? ''
      : ` ${countText(waitingForWork)} of the requests waited for the bottleneck behind the handlers.`
  return {
    id: 'slot-holders',
    sentence: `When ${name} was full, its slots were held by ${holders.join('; ')}.${behind}`,
    figures: { awaited, abandoned, waitingForWork, idle },
  }
}
