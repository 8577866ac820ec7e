import type { CircuitBreakerPlan } from '@loadrun/plan'
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel'
import type { Send } from '../send.ts'
import { circuitOpenFailure, type Outcome } from '../upstream-outcome.ts'

export interface CircuitBreakerEvents {
  readonly onOpened: () => void
  readonly onRefused: () => void
}

/** Refuses requests without sending them while too many have failed. */
export interface CircuitBreaker {
  readonly send: Send
  readonly isOpen: () => boolean
}

export function withCircuitBreaker(plan: CircuitBreakerPlan, send: Send, events: CircuitBreakerEvents): CircuitBreaker {
  const policy = policyOf(plan)
  policy.onBreak(events.onOpened)
  const refuse = () => {
    events.onRefused()
    return circuitOpenFailure
  }
  return {
    isOpen: () => policy.state !== CircuitState.Closed,
    async send(request, unwanted) {
      // The library would keep the others waiting for the probe; a breaker is there so that nobody has to wait.
      if (policy.state === CircuitState.HalfOpen) return refuse()
      let wasSent = false
      try {
        return await policy.execute(async () => {
          wasSent = true
          const isProbe = policy.state === CircuitState.HalfOpen
          const outcome = await send(request, unwanted)
          // A dropped request says nothing of the upstream, and what is thrown counts for nothing. A probe must end one
          // way or the other, and closes the circuit only if it succeeded.
          if (outcome === 'dropped' && !isProbe) throw dropped
          return outcome
        })
      } catch (error) {
        if (error === dropped) return 'dropped'
        if (wasSent) throw error
        return refuse()
      }
    },
  }
}

const dropped = new Error('Nobody wanted the answer any more')

function policyOf({ opens, openForMs }: CircuitBreakerPlan): CircuitBreakerPolicy {
  const breaker =
    opens.kind === 'consecutive'
      ? new ConsecutiveBreaker(opens.failures)
      : new SamplingBreaker({ threshold: opens.share, duration: opens.overMs, minimumRps: opens.minRatePerSecond })
  return circuitBreaker(
    handleWhenResult((outcome) => speaksAgainstUpstream(outcome as Outcome)),
    {
      halfOpenAfter: openForMs,
      breaker,
    },
  )
}

/** An answer that refuses the request itself (4xx) shows an upstream that works. */
function speaksAgainstUpstream(outcome: Outcome): boolean {
  if (outcome === 'ok') return false
  return outcome === 'dropped' || outcome.status === undefined || outcome.status >= 500
}
