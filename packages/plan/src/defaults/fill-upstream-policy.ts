import type { BackoffPlan, CircuitBreakerPlan, RetryPlan } from '../plan/middleware.ts'
import type { GivenCircuitBreaker, GivenRetries } from '../schema/upstream-policy.ts'
import { defaults } from './defaults.ts'

export function fillRetries(given: GivenRetries | undefined): RetryPlan | undefined {
  if (given === undefined || given === 'none') return undefined
  return {
    count: given.count,
    backoff: fillBackoff(given.backoff ?? defaults.backoffMs),
    budget: given.budget === 'none' ? undefined : given.budget,
    on: given.on ?? defaults.retryOn,
  }
}

function fillBackoff(given: Exclude<GivenRetries, 'none'>['backoff'] & {}): BackoffPlan {
  if (typeof given === 'number') return { kind: 'fixed', ms: given }
  const { exponential: firstMs, max = defaults.backoffMaxMs, jitter = defaults.backoffJitter } = given
  return { kind: 'exponential', firstMs, maxMs: Math.max(firstMs, max), jitter }
}

export function fillCircuitBreaker(given: GivenCircuitBreaker | undefined): CircuitBreakerPlan | undefined {
  if (given === undefined || given === 'none') return undefined
  return { opens: openingOf(given), openForMs: given.openFor ?? defaults.circuitOpenForMs }
}

function openingOf(given: Exclude<GivenCircuitBreaker, 'none'>): CircuitBreakerPlan['opens'] {
  const { consecutive, failedShare, over = defaults.circuitOverMs, minRate = defaults.circuitMinRatePerSecond } = given
  if (failedShare !== undefined) return { kind: 'share', share: failedShare, overMs: over, minRatePerSecond: minRate }
  return { kind: 'consecutive', failures: consecutive ?? defaults.circuitConsecutive }
}
