import type { Send } from '../send.ts'
import type { Outcome } from '../upstream-outcome.ts'

export interface HedgeOptions {
  readonly afterMs: number
  /** The second request is about to be sent. */
  readonly onHedge: () => void
  /** The second request was answered well before the first. */
  readonly onWon: () => void
}

/**
 * Sends a second request when the first has not ended after a while. The first good answer counts, and the other request
 * is dropped; where both fail, the earlier failure counts. A first one that fails before that is not hedged.
 */
export function withHedge(send: Send, { afterMs, onHedge, onWon }: HedgeOptions): Send {
  return (request, unwanted) =>
    new Promise((resolve) => {
      const loser = new AbortController()
      const signal = unwanted ? AbortSignal.any([unwanted, loser.signal]) : loser.signal
      let running = 1
      let earlier: Outcome | undefined

      const settle = (outcome: Outcome) => {
        running -= 1
        earlier ??= outcome
        if (outcome !== 'ok' && running > 0) return
        clearTimeout(timer)
        resolve(outcome === 'ok' ? outcome : earlier)
        loser.abort()
      }
      const timer = setTimeout(() => {
        running += 1
        onHedge()
        send(request, signal).then((outcome) => {
          if (outcome === 'ok' && !loser.signal.aborted) onWon()
          settle(outcome)
        })
      }, afterMs)
      send(request, signal).then(settle)
    })
}
