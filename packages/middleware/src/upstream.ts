import type { MiddlewareCounts } from '@loadrun/metrics'
import type { MiddlewarePlan } from '@loadrun/plan'
import { createRandom, deriveSeed } from '@loadrun/random'
import type { Clock } from './clock.ts'
import type { ConnectionPool } from './connection-pool.ts'
import type { FailureLog } from './failure-log.ts'
import { withCircuitBreaker } from './policies/circuit-breaker.ts'
import { withHedge } from './policies/hedge.ts'
import { withRetries } from './policies/retry.ts'
import { withTotalTimeout } from './policies/total-timeout.ts'
import type { Send } from './send.ts'
import { sendUpstream } from './send-upstream.ts'
import { circuitOpenFailure } from './upstream-outcome.ts'

export interface UpstreamOptions {
  readonly pool: ConnectionPool
  readonly counts: { -readonly [Name in keyof MiddlewareCounts]: MiddlewareCounts[Name] }
  readonly failures: FailureLog
  readonly clock: Clock
}

export interface UpstreamSender {
  /** Sends one request of a fan-out, with all attempts that the plan allows it. */
  readonly send: Send
  readonly isCircuitOpen: () => boolean
}

/** Puts the plan's policies around the sending of a single request: the breaker next to it, then hedging, retries, and a time for it all. */
export function upstreamSender(
  plan: MiddlewarePlan,
  { pool, counts, failures, clock }: UpstreamOptions,
): UpstreamSender {
  const sendOnce: Send = async (request, unwanted) => {
    counts.upstreamRequests += 1
    counts.upstreamInFlight += 1
    const onSent = () => {
      counts.upstreamSent += 1
    }
    const outcome = await sendUpstream(request, { pool, limits: plan, unwanted, onSent })
    counts.upstreamInFlight -= 1
    if (outcome === 'ok') counts.upstreamOk += 1
    else if (outcome === 'dropped') counts.upstreamDropped += 1
    else {
      counts.upstreamFailed += 1
      if (ownTimeouts.has(outcome.cause)) counts.upstreamTimeouts += 1
      failures.add(outcome, clock())
    }
    return outcome
  }

  let send = sendOnce
  let isCircuitOpen = () => false
  if (plan.circuitBreaker !== undefined) {
    const breaker = withCircuitBreaker(plan.circuitBreaker, send, {
      onOpened: () => {
        counts.circuitOpenings += 1
      },
      onRefused: () => {
        counts.refusedByCircuit += 1
        failures.add(circuitOpenFailure, clock())
      },
    })
    send = breaker.send
    isCircuitOpen = breaker.isOpen
  }
  if (plan.hedge !== undefined) {
    send = withHedge(send, {
      ...plan.hedge,
      onHedge: () => {
        counts.hedges += 1
      },
      onWon: () => {
        counts.hedgesWon += 1
      },
    })
  }
  if (plan.retries !== undefined) {
    send = withRetries(plan.retries, send, {
      clock,
      random: createRandom(deriveSeed(plan.seed, 'backoff')),
      onRetry: () => {
        counts.retries += 1
      },
      onWithheld: () => {
        counts.retriesWithheld += 1
      },
    })
  }
  if (plan.totalTimeoutMs !== undefined) {
    send = withTotalTimeout(plan.totalTimeoutMs, send, (failure) => failures.add(failure, clock()))
  }
  return { send, isCircuitOpen }
}

const ownTimeouts: ReadonlySet<string> = new Set(['timeout', 'connect-timeout', 'headers-timeout'])
