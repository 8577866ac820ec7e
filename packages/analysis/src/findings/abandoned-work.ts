import type { Measured, MiddlewareCounts, MiddlewareObservation, UpstreamFailure } from '@loadrun/metrics'
import { type LimitedServerPlan, type MiddlewarePlan, type TierPlan, upstreamOf } from '@loadrun/plan'
import { middlewaresOf, serversOf } from '../figures/tiers.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** What a middleware's timeouts ended, and whether the server behind it stopped working on it. */
export const timeoutEffect: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap(({ plan, observation, end }) => {
    if (end === undefined) return []
    return timeoutsOf(plan, end, observation).flatMap(({ name, timeouts, limitMs, connected }) => {
      if (limitMs === undefined || timeouts === 0) return []
      return [
        {
          id: 'timeout-effect',
          sentence:
            `${plan.name}’s ${name} of ${durationText(limitMs)} ended ${countText(timeouts)} of ` +
            `${countOf(end.upstreamRequests, 'upstream request')} (${shareText(timeouts / end.upstreamRequests)}).` +
            (connected ? effectOn(wayOf(plan, measured)) : ''),
          figures: { timeoutMs: limitMs, timeouts, upstreamRequests: end.upstreamRequests },
        },
      ]
    })
  })

function timeoutsOf(plan: MiddlewarePlan, end: MiddlewareCounts, { upstreamFailures }: MiddlewareObservation) {
  const countOfCause = (cause: UpstreamFailure['cause']) =>
    upstreamFailures.filter((failure) => failure.cause === cause).reduce((count, failure) => count + failure.count, 0)
  const connecting = countOfCause('connect-timeout')
  const heads = countOfCause('headers-timeout')
  const wholes = end.upstreamTimeouts - connecting - heads
  return [
    { name: 'timeout', limitMs: plan.timeoutMs, timeouts: wholes, connected: true },
    { name: 'timeout for connecting', limitMs: plan.connectTimeoutMs, timeouts: connecting, connected: false },
    { name: 'timeout for the head of an answer', limitMs: plan.headersTimeoutMs, timeouts: heads, connected: true },
    {
      name: 'timeout for all attempts together',
      limitMs: plan.totalTimeoutMs,
      timeouts: countOfCause('total-timeout'),
      connected: false,
    },
  ]
}

/** The server that the requests come to in the end, and what they pass on their way. */
interface Way {
  readonly past: readonly TierPlan[]
  readonly server: LimitedServerPlan | undefined
}

function wayOf(from: MiddlewarePlan, { plan }: Measured): Way {
  const past: TierPlan[] = []
  let at: TierPlan | undefined = from
  while (at !== undefined) {
    const upstream = upstreamOf(at)
    at = plan.topology.find(({ name }) => upstream?.kind === 'tier' && name === upstream.tier)
    if (at?.kind === 'limited-server') return { past, server: at }
    if (at !== undefined) past.push(at)
  }
  return { past, server: undefined }
}

/** What stands between passes a client's leaving on or not: a command does as it is made to. */
function effectOn({ past, server }: Way): string {
  if (server === undefined) return ''
  const holding = past.find((tier) => tier.kind === 'middleware' && !tier.cancel.onClientDisconnect)
  if (holding !== undefined) {
    return ` ${holding.name} goes on when its client goes, so none of them freed its slot of ${server.name} any earlier.`
  }
  if (server.onDisconnect === 'continue') {
    return ` ${server.name} works on when its client goes, so none of them freed its slot any earlier.`
  }
  const command = past.find((tier) => tier.kind === 'command')
  return command === undefined
    ? ` ${server.name} gives up a request when its client goes, so each of them freed its slot at once.`
    : ` ${server.name} gives up a request when its client goes, so each of them freed its slot if ${command.name} passed that on.`
}

/** Handlers that ran to their end with nobody left to read the answer. */
export const workForNobody: FindingRule = (measured) =>
  serversOf(measured).flatMap(({ plan, end }) => {
    if (end === undefined || end.servedToNobody === 0) return []
    const finished = end.served + end.servedToNobody
    return [
      {
        id: 'work-for-nobody',
        sentence:
          `${plan.name} finished ${countText(end.servedToNobody)} of ${countOf(finished, 'request')} ` +
          `(${shareText(end.servedToNobody / finished)}) ` +
          (plan.handlerTimeout === undefined
            ? 'for clients that had gone: their slots were held for nobody.'
            : 'for clients that had gone or been answered by the handler timeout.'),
        figures: { servedToNobody: end.servedToNobody, served: end.served },
      },
    ]
  })
