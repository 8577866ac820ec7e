import type { Exchange } from '@loadrun/http'
import type { Clock } from '../clock.ts'

/** A request that cannot be written, such as one to a captured address that is none. */
export async function notSent(error: unknown, clock: Clock): Promise<Exchange> {
  const sentMs = clock.nowMs()
  // Lets the event loop go on, should a user try again and again.
  await clock.nextTurn()
  const text = error instanceof Error ? error.message : String(error)
  return {
    sentMs,
    startedMs: Number.NaN,
    firstByteMs: Number.NaN,
    endMs: clock.nowMs(),
    setup: undefined,
    sendingMs: 0,
    status: undefined,
    bytesSent: 0,
    bytesReceived: 0,
    failure: { cause: 'other', text, fromServer: false, headers: {}, body: '', connection: undefined },
    answer: undefined,
  }
}
