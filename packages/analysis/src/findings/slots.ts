import type { Finding, LimitedServerCounts } from '@loadrun/metrics'
import { peakBy, serversOf } from '../figures/tiers.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** A limit counts as reached from this share of its slots on: between two snapshots a few come and go. */
const fullShare = 0.98

/** Whether a server's slots ran out, who held them when they did, and what was refused. */
export const slots: FindingRule = (measured) =>
  serversOf(measured).flatMap(({ plan, observation, end }): readonly Finding[] => {
    const peak = peakBy(observation.samples, (sample) => sample.counts.slotsInUse)?.counts
    if (end === undefined || peak === undefined) return []
    const { name, concurrency } = plan
    const offered = end.accepted + end.rejected
    if (end.rejected === 0) {
      return [
        {
          id: 'slots-free',
          sentence:
            `${name} refused nobody: at most ${countText(peak.slotsInUse)} of its ${countOf(concurrency, 'slot')} ` +
            `(${shareText(peak.slotsInUse / concurrency)}) were taken at once.`,
          figures: { slotsInUsePeak: peak.slotsInUse, concurrency, rejected: 0 },
        },
      ]
    }
    const full = observation.samples.filter(({ counts }) => counts.slotsInUse >= fullShare * concurrency)
    const firstFull = full[0]
    const since = firstFull === undefined ? '' : ` The slots were full ${durationText(firstFull.atMs)} into the load.`
    return [
      {
        id: 'slots-exhausted',
        sentence:
          `${name} refused ${countText(end.rejected)} of ${countOf(offered, 'connection')} ` +
          `(${shareText(end.rejected / offered)}) because all ${countOf(concurrency, 'slot')} were taken.${since}`,
        figures: {
          rejected: end.rejected,
          offered,
          rejectedShare: end.rejected / offered,
          concurrency,
          ...(firstFull === undefined ? {} : { fullAtMs: firstFull.atMs }),
        },
      },
      whoHeld(name, full.at(-1)?.counts ?? peak),
    ]
  })

function whoHeld(name: string, counts: LimitedServerCounts): Finding {
  const idle = counts.slotsInUse - counts.handling
  const awaited = counts.handling - counts.handlingAbandoned - counts.waitingForWork
  const holders = [
    { count: awaited, who: 'requests in a handler whose client waits' },
    { count: counts.handlingAbandoned, who: 'requests in a handler whose client has gone' },
    { count: counts.waitingForWork, who: 'requests waiting for the bottleneck behind the handlers' },
    { count: idle, who: 'connections with no request in a handler (idle, or still sending)' },
  ]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ count, who }) => `${countText(count)} ${who}`)
  return {
    id: 'slot-holders',
    sentence: `When ${name} was full, its slots were held by: ${holders.join('; ')}.`,
    figures: { awaited, abandoned: counts.handlingAbandoned, waitingForWork: counts.waitingForWork, idle },
  }
}
