import type { NatsConnection } from '@nats-io/transport-node'
import { nowMs } from '../clock.ts'

/** Whether NATS can be reached, by one's own clock for distances. */
export interface Reachability {
  /** `undefined` while it can be reached. */
  awaySinceMs(): number | undefined
  /** When it could be reached again; before anything happened, 0. */
  backAtMs(): number
}

export function reachabilityOf(nats: NatsConnection): Reachability {
  let awaySinceMs: number | undefined
  let backAtMs = 0
  void (async () => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect') awaySinceMs ??= nowMs()
      if (type === 'reconnect') {
        awaySinceMs = undefined
        backAtMs = nowMs()
      }
    }
  })()
  return { awaySinceMs: () => awaySinceMs, backAtMs: () => backAtMs }
}
