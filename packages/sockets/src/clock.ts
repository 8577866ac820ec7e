import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds since the Unix epoch, from a clock that never jumps; all threads of this process agree on it. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now()
}

/** Resolves after so long, or at once when the signal aborts. Keeps no program alive. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal, ref: false }).catch(() => {})
}
