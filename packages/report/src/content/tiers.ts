import type { LimitedServerCounts, MiddlewareCounts, RunResult, TierObservation } from '@loadrun/metrics'
import type { Figure, TierTable } from './content.ts'

const serverCounters: readonly (readonly [keyof LimitedServerCounts, string, 'if any'?])[] = [
  ['accepted', 'connections that got a slot'],
  ['rejected', 'connections refused at the limit'],
  ['rejectedRequests', 'requests refused at the limit', 'if any'],
  ['queueTimeouts', 'refused after waiting too long for a slot', 'if any'],
  ['served', 'requests served'],
  ['servedToNobody', 'requests served to nobody'],
  ['aborted', 'requests given up, client gone'],
]

/** The last column: not told where it is zero, since most middlewares have no such policy. */
const middlewareCounters: readonly (readonly [keyof MiddlewareCounts, string, 'if any'?])[] = [
  ['received', 'requests received'],
  ['answeredOk', 'answered well'],
  ['answeredFailed', 'answered with a failure'],
  ['abandonedByClient', 'abandoned by the client'],
  ['upstreamRequests', 'requests sent upstream'],
  ['upstreamOk', 'upstream requests that succeeded'],
  ['upstreamFailed', 'upstream requests that failed'],
  ['upstreamTimeouts', 'of these, ended by its own timeout'],
  ['upstreamDropped', 'upstream requests dropped unanswered', 'if any'],
  ['retries', 'retries', 'if any'],
  ['retriesWithheld', 'retries that the budget did not allow', 'if any'],
  ['hedges', 'hedges: second requests for slow ones', 'if any'],
  ['hedgesWon', 'of these, answered before the first', 'if any'],
  ['circuitOpenings', 'times the circuit breaker opened', 'if any'],
  ['refusedByCircuit', 'requests that the circuit breaker refused', 'if any'],
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
      ...serverCounters
        .filter(([key, , told]) => told === undefined || (last?.[key] ?? 0) > 0)
        .map(([key, label]): Figure => ({ label, value: last?.[key] ?? null, unit: 'count' })),
      {
        label: 'slots in use, at most',
        value: tier.samples.length === 0 ? null : Math.max(...tier.samples.map(({ counts }) => counts.slotsInUse)),
        unit: 'count',
      },
    ]
  }
  const last = tier.samples.at(-1)?.counts
  return middlewareCounters
    .filter(([key, , told]) => told === undefined || (last?.[key] ?? 0) > 0)
    .map(([key, label]): Figure => ({ label, value: last?.[key] ?? null, unit: 'count' }))
}
