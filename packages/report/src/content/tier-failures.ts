import type {
  LimitedServerObservation,
  MiddlewareObservation,
  RunResult,
  TierObservation,
  UpstreamFailure,
} from '@loadrun/metrics'
import type { Plan, RefusalPlan } from '@loadrun/plan'
import { causeText } from '../wording/cause.ts'
import type { FailurePlace } from './content.ts'

/** A failure that a tier behind the load generator saw or caused. */
export interface TierFailure {
  readonly text: string
  readonly fromServer: boolean
  readonly shareOf: string
  /** The place, as part of the failures whose text is `text`. */
  place(text: string): FailurePlace
}

/** What the bundled tiers said of failures: the nearest to the visitor first. */
export function tierFailures(result: RunResult): readonly TierFailure[] {
  return result.tiers.toReversed().flatMap((tier) => failuresOf(tier, result.plan))
}

function failuresOf(tier: TierObservation, plan: Plan): readonly TierFailure[] {
  switch (tier.kind) {
    case 'limited-server':
      return refusals(tier, plan)
    case 'middleware':
      return upstreamFailures(tier)
    case 'toxics':
    case 'command':
      return []
  }
}

function upstreamFailures(tier: MiddlewareObservation): readonly TierFailure[] {
  const last = tier.samples.at(-1)?.counts
  const requests = last === undefined ? 0 : last.upstreamRequests + last.refusedByCircuit
  return tier.upstreamFailures.map((failure) => ({
    text: failure.text,
    fromServer: failure.status !== undefined,
    shareOf: 'of its upstream requests',
    place: (text) => upstreamPlace(tier.name, failure, requests, text),
  }))
}

function upstreamPlace(tier: string, failure: UpstreamFailure, requests: number, text: string): FailurePlace {
  return {
    tier,
    where: 'request upstream',
    how: causeText(failure.cause, failure.status),
    count: failure.count,
    share: requests === 0 ? null : failure.count / requests,
    firstMs: failure.firstMs,
    lastMs: failure.lastMs,
    wholeText: failure.text === text ? null : failure.text,
  }
}

function refusals(tier: LimitedServerObservation, { topology }: Plan): readonly TierFailure[] {
  const last = tier.samples.at(-1)?.counts
  const server = topology.find((each) => each.name === tier.name)
  if (last === undefined || last.rejected === 0 || server?.kind !== 'limited-server') return []
  const { how, ...words } = refusalText(server.refusal)
  const rising = tier.samples.filter((sample, index) => sample.counts.rejected > rejectedBefore(tier, index))
  const place: FailurePlace = {
    tier: tier.name,
    where: 'connection refused at the limit',
    how,
    count: last.rejected,
    share: last.rejected / (last.accepted + last.rejected),
    firstMs: rising[0]?.atMs ?? null,
    lastMs: rising.at(-1)?.atMs ?? null,
    wholeText: null,
  }
  return [{ ...words, shareOf: 'of its connections', place: () => place }]
}

/** A server's words to those that it refuses, or, where it has none, what it does to them. */
function refusalText(refusal: RefusalPlan): Readonly<{ text: string; fromServer: boolean; how: string }> {
  switch (refusal.kind) {
    case 'response':
      return { text: refusal.text, fromServer: true, how: `status ${refusal.status}, then closed` }
    case 'close':
      return { text: 'The server closed the connection without an answer', fromServer: false, how: 'closed' }
    case 'reset':
      return { text: 'The server reset the connection without an answer', fromServer: false, how: 'reset' }
  }
}

function rejectedBefore(tier: LimitedServerObservation, index: number): number {
  return index === 0 ? 0 : (tier.samples[index - 1]?.counts.rejected ?? 0)
}
