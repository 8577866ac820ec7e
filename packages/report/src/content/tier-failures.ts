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
  if (last === undefined || server?.kind !== 'limited-server') return []
  const { limit, refusal } = server
  const connections = {
    count: 'rejected',
    of: 'connection',
    offered: last.accepted + last.rejected,
    // What a limit of requests refuses by its connections never gets a word.
    words: refusalText(limit === 'requests' ? { kind: 'reset' } : refusal, ', then closed'),
  } as const
  const { served, servedToNobody, aborted, handling, queuedRequests, rejectedRequests } = last
  const requests = {
    count: 'rejectedRequests',
    of: 'request',
    offered: served + servedToNobody + aborted + handling + queuedRequests + rejectedRequests,
    words: refusalText(refusal, ''),
  } as const
  return [connections, requests].flatMap((refused) => refusalsAt(tier, last[refused.count], refused))
}

interface Refused {
  readonly count: 'rejected' | 'rejectedRequests'
  readonly of: 'connection' | 'request'
  readonly offered: number
  readonly words: ReturnType<typeof refusalText>
}

function refusalsAt(
  { name, samples }: LimitedServerObservation,
  total: number,
  { count, of, offered, words: { how, ...words } }: Refused,
): readonly TierFailure[] {
  if (total === 0) return []
  const rising = samples.filter(({ counts }, index) => counts[count] > (samples[index - 1]?.counts[count] ?? 0))
  const place: FailurePlace = {
    tier: name,
    where: `${of} refused at the limit`,
    how,
    count: total,
    share: total / offered,
    firstMs: rising[0]?.atMs ?? null,
    lastMs: rising.at(-1)?.atMs ?? null,
    wholeText: null,
  }
  return [{ ...words, shareOf: `of its ${of}s`, place: () => place }]
}

/** A server's words to those that it refuses, or, where it has none, what it does to them. */
function refusalText(
  refusal: RefusalPlan,
  andThen: string,
): Readonly<{ text: string; fromServer: boolean; how: string }> {
  switch (refusal.kind) {
    case 'response':
      return { text: refusal.text, fromServer: true, how: `status ${refusal.status}${andThen}` }
    case 'close':
      return { text: 'The server closed the connection without an answer', fromServer: false, how: 'closed' }
    case 'reset':
      return { text: 'The server reset the connection without an answer', fromServer: false, how: 'reset' }
  }
}
