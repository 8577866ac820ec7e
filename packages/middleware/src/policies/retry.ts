import { setTimeout as delay } from 'node:timers/promises'
import type { RetryCause, RetryPlan } from '@loadrun/plan'
import type { Random } from '@loadrun/random'
import type { Clock } from '../clock.ts'
import type { Send } from '../send.ts'
import type { Outcome } from '../upstream-outcome.ts'
import { backoffMs } from './backoff.ts'
import { RetryBudget } from './retry-budget.ts'

export interface RetryOptions {
  readonly clock: Clock
  readonly random: Random
  /** An attempt after the first is about to be made. */
  readonly onRetry: () => void
  /** The budget did not allow one. */
  readonly onWithheld: () => void
}

/** Sends a request again after a failure that may be gone the next time. The last attempt's outcome counts. */
export function withRetries(plan: RetryPlan, send: Send, { clock, random, onRetry, onWithheld }: RetryOptions): Send {
  const budget = plan.budget === undefined ? undefined : new RetryBudget(plan.budget)
  return async (request, unwanted) => {
    budget?.firstAttempt(clock())
    for (let retry = 1; ; retry += 1) {
      const outcome = await send(request, unwanted)
      const cause = retryCauseOf(outcome)
      if (cause === undefined || !plan.on.includes(cause) || retry > plan.count) return outcome
      if (budget?.take(clock()) === false) {
        onWithheld()
        return outcome
      }
      // An abort rejects at once; what it means is asked on the next line.
      await delay(backoffMs(plan.backoff, retry, random), undefined, unwanted && { signal: unwanted }).catch(() => {})
      if (unwanted?.aborted) return 'dropped'
      onRetry()
    }
  }
}

/** `undefined` for what another attempt could not change: success, a request at fault, a circuit that is open. */
function retryCauseOf(outcome: Outcome): RetryCause | undefined {
  if (outcome === 'ok' || outcome === 'dropped') return undefined
  switch (outcome.cause) {
    case 'timeout':
    case 'headers-timeout':
      return 'timeout'
    case 'connect-timeout':
    case 'connection-refused':
    case 'no-free-port':
      return 'connect'
    case 'reset':
    case 'closed':
      return 'reset'
    case 'status':
      return isUpstreamsFault(outcome.status) ? 'status' : undefined
    case 'circuit-open':
    case 'total-timeout':
    case 'other':
      return undefined
  }
}

function isUpstreamsFault(status: number | undefined): boolean {
  return status !== undefined && (status >= 500 || status === 429)
}
