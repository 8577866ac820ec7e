import type { FailureCause, RunResult, TierObservation } from '@loadrun/metrics'
import type { RunEvent } from './event.ts'

/** When the policies and limits of the client and the tiers were first seen to act. */
export function firstSeen({ total, tiers }: RunResult): readonly RunEvent[] {
  return [
    ...causes.flatMap(([cause, text]) => {
      const first = total.failures.filter((group) => group.cause === cause).map(({ firstMs }) => firstMs)
      return first.length === 0
        ? []
        : [
            eventAt(
              first.reduce((a, b) => Math.min(a, b)),
              `client: ${text}`,
            ),
          ]
    }),
    ...tiers.flatMap(ofTier),
  ]
}

const causes: readonly (readonly [FailureCause, string])[] = [
  ['timeout', 'first request that timed out'],
  ['no-free-port', 'first request without a free local port'],
  ['no-free-descriptor', 'first request without a free file descriptor'],
]

function ofTier(tier: TierObservation): readonly RunEvent[] {
  switch (tier.kind) {
    case 'limited-server':
      return [
        ...growth(
          tier.name,
          tier.samples,
          (counts) => counts.rejected + counts.rejectedRequests,
          'first refusal at the limit',
        ),
        ...growth(tier.name, tier.samples, (counts) => counts.servedToNobody, 'first request served to nobody'),
      ]
    case 'middleware':
      return [
        ...growth(tier.name, tier.samples, (counts) => counts.upstreamTimeouts, 'its timeout ends a first request'),
        ...growth(tier.name, tier.samples, (counts) => counts.retries, 'first retry'),
        ...growth(tier.name, tier.samples, (counts) => counts.hedges, 'first hedge'),
        ...growth(tier.name, tier.samples, (counts) => counts.circuitOpenings, 'circuit breaker opens first'),
      ]
    default:
      return []
  }
}

/** Nothing where the counter never grew. */
function growth<Counts>(
  tier: string,
  samples: readonly Readonly<{ atMs: number; counts: Counts }>[],
  counter: (counts: Counts) => number,
  text: string,
): readonly RunEvent[] {
  const first = samples.find(({ counts }) => counter(counts) > 0)
  return first === undefined ? [] : [eventAt(first.atMs, `${tier}: ${text}`)]
}

function eventAt(atMs: number, text: string): RunEvent {
  return { atMs, text, kind: 'first' }
}
