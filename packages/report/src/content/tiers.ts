import type { LimitedServerCounts, MiddlewareCounts, RunResult, TierObservation, ToxicsCounts } from '@loadrun/metrics'
import type { Figure, TierTable } from './content.ts'

/** The last column: not told where it is zero, since most tiers have no such policy. */
type Counter<Counts> = readonly [keyof Counts, string, 'if any'?]

const serverCounters: readonly Counter<LimitedServerCounts>[] = [
  ['accepted', 'connections that got a slot'],
  ['rejected', 'connections refused at the limit'],
  ['rejectedRequests', 'requests refused at the limit', 'if any'],
  ['queueTimeouts', 'refused after waiting too long for a slot', 'if any'],
  ['handlerTimeouts', 'answered by the handler timeout', 'if any'],
  ['served', 'requests served'],
  ['servedToNobody', 'requests served to nobody'],
  ['aborted', 'requests given up, client gone'],
]

const middlewareCounters: readonly Counter<MiddlewareCounts>[] = [
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

const toxicsCounters: readonly Counter<ToxicsCounts>[] = [
  ['accepted', 'connections accepted'],
  ['upstreamConnections', 'connections made upstream'],
  ['upstreamFailed', 'ended: none could be made upstream'],
  ['ended', 'ended in order'],
  ['passedReset', 'ended by a reset passed on'],
  ['resetByToxic', 'reset by a toxic'],
  ['closedByToxic', 'closed by a toxic'],
  ['bytesUpstream', 'bytes sent upstream'],
  ['bytesDownstream', 'bytes sent downstream'],
  ['bytesDropped', 'bytes dropped'],
]

/** What each bundled tier counted over the whole run, the nearest to the visitor first. */
export function tierTables(result: RunResult): readonly TierTable[] {
  return result.tiers.toReversed().map((tier) => ({ name: tier.name, kind: tier.kind, figures: figuresOf(tier) }))
}

function figuresOf(tier: TierObservation): readonly Figure[] {
  switch (tier.kind) {
    case 'limited-server':
      return [
        ...totals(serverCounters, tier.samples),
        { label: 'slots in use, at most', value: most(tier.samples, ({ slotsInUse }) => slotsInUse), unit: 'count' },
      ]
    case 'middleware':
      return totals(middlewareCounters, tier.samples)
    case 'toxics':
      return [
        ...totals(toxicsCounters, tier.samples),
        { label: 'connections open, at most', value: most(tier.samples, ({ open }) => open), unit: 'count' },
        { label: 'bytes held, at most', value: most(tier.samples, ({ bytesHeld }) => bytesHeld), unit: 'count' },
      ]
    case 'command':
      return [
        { label: 'processor time', value: tier.samples.at(-1)?.counts.cpuMs ?? null, unit: 'ms' },
        { label: 'processes, at most', value: most(tier.samples, ({ processes }) => processes), unit: 'count' },
        { label: 'memory, at most', value: most(tier.samples, ({ residentBytes }) => residentBytes), unit: 'bytes' },
      ]
  }
}

type Samples<Counts> = readonly Readonly<{ counts: Counts }>[]

function totals<Counts extends Readonly<Record<keyof Counts, number>>>(
  counters: readonly Counter<Counts>[],
  samples: Samples<Counts>,
): readonly Figure[] {
  const last = samples.at(-1)?.counts
  return counters
    .filter(([key, , told]) => told === undefined || (last?.[key] ?? 0) > 0)
    .map(([key, label]) => ({ label, value: last?.[key] ?? null, unit: 'count' }))
}

function most<Counts>(samples: Samples<Counts>, gauge: (counts: Counts) => number): number | null {
  return samples.length === 0 ? null : Math.max(...samples.map(({ counts }) => gauge(counts)))
}
