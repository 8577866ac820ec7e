import type {
  LimitedServerCounts,
  LimitedServerObservation,
  Measured,
  MiddlewareCounts,
  MiddlewareObservation,
  ToxicsCounts,
  ToxicsObservation,
} from '@loadrun/metrics'
import type { LimitedServerPlan, MiddlewarePlan, ToxicsPlan } from '@loadrun/plan'

/** A bundled server: what was asked of it, and what it counted. */
export interface ServerFigures {
  readonly plan: LimitedServerPlan
  readonly observation: LimitedServerObservation
  /** The last counts; `undefined` when it never reported. */
  readonly end: LimitedServerCounts | undefined
}

export interface MiddlewareFigures {
  readonly plan: MiddlewarePlan
  readonly observation: MiddlewareObservation
  readonly end: MiddlewareCounts | undefined
}

/** A proxy that makes the network bad. */
export interface ToxicsFigures {
  readonly plan: ToxicsPlan
  readonly observation: ToxicsObservation
  readonly end: ToxicsCounts | undefined
}

export function serversOf(measured: Measured): readonly ServerFigures[] {
  return measured.plan.topology
    .filter((tier) => tier.kind === 'limited-server')
    .flatMap((plan) =>
      measured.tiers
        .filter((tier) => tier.kind === 'limited-server')
        .filter((tier) => tier.name === plan.name)
        .map((observation) => ({ plan, observation, end: observation.samples.at(-1)?.counts })),
    )
}

export function middlewaresOf(measured: Measured): readonly MiddlewareFigures[] {
  return measured.plan.topology
    .filter((tier) => tier.kind === 'middleware')
    .flatMap((plan) =>
      measured.tiers
        .filter((tier) => tier.kind === 'middleware')
        .filter((tier) => tier.name === plan.name)
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

export function toxicsOf(measured: Measured): readonly ToxicsFigures[] {
  return measured.plan.topology
    .filter((tier) => tier.kind === 'toxics')
    .flatMap((plan) =>
      measured.tiers
        .filter((tier) => tier.kind === 'toxics')
        .filter((tier) => tier.name === plan.name)
        .map((observation) => ({ plan, observation, end: observation.samples.at(-1)?.counts })),
    )
}

/** The sample in which a figure was largest; `undefined` without samples. */
export function peakBy<Sample>(samples: readonly Sample[], figure: (sample: Sample) => number): Sample | undefined {
  let peak: Sample | undefined
  for (const sample of samples) {
    if (peak === undefined || figure(sample) > figure(peak)) peak = sample
  }
  return peak
}
