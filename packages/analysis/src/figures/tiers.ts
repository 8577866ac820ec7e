import type {
  LimitedServerCounts,
  LimitedServerObservation,
  Measured,
  MiddlewareObservation,
  TierObservation,
  ToxicsObservation,
} from '@loadrun/metrics'
import type { LimitedServerPlan, MiddlewarePlan, TierPlan, ToxicsPlan } from '@loadrun/plan'

/** A bundled tier: what was asked of it, and what it counted. */
interface TierFigures<Plan, Observation extends TierObservation> {
  readonly plan: Plan
  readonly observation: Observation
  /** The last counts; `undefined` when it never reported. */
  readonly end: Observation['samples'][number]['counts'] | undefined
}

export type ServerFigures = TierFigures<LimitedServerPlan, LimitedServerObservation>
export type MiddlewareFigures = TierFigures<MiddlewarePlan, MiddlewareObservation>
/** Of a proxy that makes the network bad. */
export type ToxicsFigures = TierFigures<ToxicsPlan, ToxicsObservation>

export function serversOf({ plan, tiers }: Measured): readonly ServerFigures[] {
  return figuresOf(
    plan.topology.filter((tier) => tier.kind === 'limited-server'),
    tiers.filter((tier) => tier.kind === 'limited-server'),
  )
}

export function middlewaresOf({ plan, tiers }: Measured): readonly MiddlewareFigures[] {
  return figuresOf(
    plan.topology.filter((tier) => tier.kind === 'middleware'),
    tiers.filter((tier) => tier.kind === 'middleware'),
  )
}

export function toxicsOf({ plan, tiers }: Measured): readonly ToxicsFigures[] {
  return figuresOf(
    plan.topology.filter((tier) => tier.kind === 'toxics'),
    tiers.filter((tier) => tier.kind === 'toxics'),
  )
}

function figuresOf<Plan extends TierPlan, Observation extends TierObservation>(
  plans: readonly Plan[],
  observations: readonly Observation[],
): readonly TierFigures<Plan, Observation>[] {
  return plans.flatMap((plan) =>
    observations
      .filter(({ name }) => name === plan.name)
      .map((observation) => ({ plan, observation, end: observation.samples.at(-1)?.counts })),
  )
}

/** What a server's limit counts, how many of them came to it, and how many of these it refused. */
export interface Refusals {
  readonly of: 'connection' | 'request'
  readonly offered: number
  readonly refused: number
}

export function refusalsOf(plan: LimitedServerPlan, counts: LimitedServerCounts): Refusals {
  if (plan.limit !== 'requests') {
    return { of: 'connection', offered: counts.accepted + counts.rejected, refused: counts.rejected }
  }
  const { served, servedToNobody, aborted, handling, queuedRequests, rejectedRequests } = counts
  const offered = served + servedToNobody + aborted + handling + queuedRequests + rejectedRequests
  return { of: 'request', offered, refused: rejectedRequests }
}

/** The sample in which a figure was largest; `undefined` without samples. */
export function peakBy<Sample>(samples: readonly Sample[], figure: (sample: Sample) => number): Sample | undefined {
  let peak: Sample | undefined
  for (const sample of samples) {
    if (peak === undefined || figure(sample) > figure(peak)) peak = sample
  }
  return peak
}
