import type { LimitedServerCounts, MiddlewareCounts, RunResult, TierObservation } from '@loadrun/metrics'
import type { Figure, TierTable } from './content.ts'

const serverCounters: readonly (readonly [keyof LimitedServerCounts, string])[] = [
  ['accepted', 'connections that got a slot'],
  ['rejected', 'connections refused at the limit'],
  ['served', 'requests served'],
  ['servedToNobody', 'requests served to nobody'],
  ['aborted', 'requests given up, client gone'],
]

const middlewareCounters: readonly (readonly [keyof MiddlewareCounts, string])[] = [
  ['received', 'requests received'],
  ['answeredOk', 'answered well'],
  ['answeredFailed', 'answered with a failure'],
  ['abandonedByClient', 'abandoned by the client'],
  ['upstreamRequests', 'requests sent upstream'],
  ['upstreamOk', 'upstream requests that succeeded'],
  ['upstreamFailed', 'upstream requests that failed'],
  ['upstreamTimeouts', 'of these, ended by its own timeout'],
  ['upstreamConnections', 'upstream connections opened'],
]

/** What each bundled tier counted over the whole run, the nearest to the visitor first. */
export function tierTables(result: RunResult): readonly TierTable[] {
  return result.tiers.toReversed().map((tier) => ({ name: tier.name, kind: tier.kind, figures: figuresOf(tier) }))
}

function figuresOf(tier: TierObservation): readonly Figure[] {
  if (tier.kind === 'limited-server') {
    const last = tier.samples.at(-1)?.counts
    return [
      ...serverCounters.map(([key, label]): Figure => ({ label, value: last?.[key] ?? null, unit: 'count' })),
      {
        label: 'slots in use, at most',
        value: tier.samples.length === 0 ? null : Math.max(...tier.samples.map(({ counts }) => counts.slotsInUse)),
        unit: 'count',
      },
    ]
  }
  const last = tier.samples.at(-1)?.counts
  return middlewareCounters.map(([key, label]): Figure => ({ label, value: last?.[key] ?? null, unit: 'count' }))
}
