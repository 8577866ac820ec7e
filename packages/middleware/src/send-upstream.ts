import type { Connection, OutgoingRequest } from './connection.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { failureOf, type Outcome, outcomeOf, timeoutOf } from './upstream-outcome.ts'

/**
 * Sends one request upstream. The timeout counts from here, waiting for a connection included, to the answer's last
 * byte; when it passes, the connection is dropped. Never rejects: every end is an outcome.
 */
export function sendUpstream(
  request: OutgoingRequest,
  pool: ConnectionPool,
  timeoutMs: number | undefined,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let connection: Connection | undefined
    const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs, timeoutMs)
    const stopWaiting = pool.ask((granted) => {
      connection = granted
      granted.send(request).then(
        (answer) => end(outcomeOf(answer)),
        (error) => end(failureOf(error)),
      )
    })

    function end(outcome: Outcome) {
      clearTimeout(timer)
      resolve(outcome)
    }
    function giveUp(limitMs: number) {
      // Resolved before the drop, so that the error which the drop brings about is never taken for the upstream's.
      resolve(timeoutOf(limitMs, connection === undefined))
      stopWaiting()
      connection?.drop()
    }
  })
}
