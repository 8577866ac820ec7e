import type { Send } from '../send.ts'
import { type Failure, totalTimeoutOf } from '../upstream-outcome.ts'

/** Ends a request with all its attempts when together they have taken too long; what is under way then is dropped. */
export function withTotalTimeout(limitMs: number, send: Send, onTimeout: (failure: Failure) => void): Send {
  return async (request, unwanted) => {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), limitMs)
    const outcome = await send(request, unwanted ? AbortSignal.any([unwanted, limit.signal]) : limit.signal)
    clearTimeout(timer)
    if (outcome !== 'dropped' || unwanted?.aborted || !limit.signal.aborted) return outcome
    const failure = totalTimeoutOf(limitMs)
    onTimeout(failure)
    return failure
  }
}
