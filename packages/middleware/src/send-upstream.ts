import type { MiddlewarePlan } from '@loadrun/plan'
import type { Connection, OutgoingRequest, Progress } from './connection.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { failureOf, type Outcome, outcomeOf, type TimedOutAt, timeoutOf } from './upstream-outcome.ts'

export interface SendOptions {
  readonly pool: ConnectionPool
  readonly limits: Pick<MiddlewarePlan, 'timeoutMs' | 'connectTimeoutMs' | 'headersTimeoutMs'>
  /** Drops the request where it is. */
  readonly unwanted: AbortSignal | undefined
  /** The request goes out on a connection. */
  readonly onSent: () => void
}

/**
 * Sends one request upstream. The timeout for the whole counts from here, waiting for a connection included, to the
 * answer's last byte; when a timer ends the request, its connection is dropped. Never rejects: every end is an outcome.
 */
export function sendUpstream(
  request: OutgoingRequest,
  { pool, limits, unwanted, onSent }: SendOptions,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let connection: Connection | undefined
    let wasSent = false
    let partTimer: NodeJS.Timeout | undefined
    const wholeTimer = after(limits.timeoutMs, () => (connection === undefined ? 'free connection' : 'whole answer'))
    unwanted?.addEventListener('abort', drop, { once: true })
    const stopWaiting = pool.ask((granted) => {
      connection = granted
      granted.send(request, progressed).then(
        (answer) => end(outcomeOf(answer)),
        (error) => end(failureOf(error)),
      )
    })
    if (unwanted?.aborted) drop()

    function progressed(progress: Progress) {
      clearTimeout(partTimer)
      if (progress === 'connecting') partTimer = after(limits.connectTimeoutMs, () => 'connect')
      if (progress !== 'sent') return
      partTimer = after(limits.headersTimeoutMs, () => 'headers')
      if (!wasSent) onSent()
      wasSent = true
    }
    function after(limitMs: number | undefined, at: () => TimedOutAt): NodeJS.Timeout | undefined {
      return limitMs === undefined ? undefined : setTimeout(() => giveUp(timeoutOf(at(), limitMs)), limitMs)
    }
    function drop() {
      giveUp('dropped')
    }
    function giveUp(outcome: Outcome) {
      // Resolved before the drop, so that the error which the drop brings about is never taken for the upstream's.
      end(outcome)
      stopWaiting()
      connection?.drop()
    }
    function end(outcome: Outcome) {
      clearTimeout(wholeTimer)
      clearTimeout(partTimer)
      unwanted?.removeEventListener('abort', drop)
      resolve(outcome)
    }
  })
}
