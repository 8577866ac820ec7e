import { type Clock as ClientClock, clockSince } from '@loadrun/http'

/** The engine's only source of time: milliseconds since the load's start. Tests pass a virtual one. */
export interface Clock extends ClientClock {
  /** Resolves at `timeMs` or soon after, never before; earlier only if the signal aborts. */
  sleepUntil(timeMs: number, signal: AbortSignal): Promise<void>
  /** Resolves when the event loop has looked after its sockets. */
  nextTurn(): Promise<void>
}

/** Milliseconds since 1970, by the same clock as `loadClock`. */
export function epochNowMs(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * The real clock. All threads of a process read the same time from it.
 *
 * Timers of Node are whole milliseconds and come up to one late, so only the greater part of a sleep is left to one.
 * The rest waits on a memory cell that nobody wakes, which comes within half a millisecond, and then turns the event
 * loop until the time has come. A sleep that is itself shorter than half a millisecond waits for one: above some 2,000
 * arrivals a second they go out in groups a millisecond apart, instead of keeping a processor busy with waiting.
 */
export function loadClock(startEpochMs: number): Clock {
  const clock = clockSince(startEpochMs)
  return {
    ...clock,
    sleepUntil: async (timeMs, signal) => {
      let leftMs = timeMs - clock.nowMs()
      if (leftMs <= 0 || signal.aborted) return
      if (leftMs > coarseMs) await waitByTimer(leftMs - coarseMs, signal)
      for (let leastMs = shortestMs; ; leastMs = 0) {
        leftMs = timeMs - clock.nowMs()
        if (leftMs <= 0 || signal.aborted) return
        await waitByCell(Math.max(leftMs, leastMs))
      }
    },
    nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
  }
}

const coarseMs = 2
const shortestMs = 0.5
const cell = new Int32Array(new SharedArrayBuffer(4))

async function waitByCell(durationMs: number): Promise<void> {
  const waiting = Atomics.waitAsync(cell, 0, 0, durationMs)
  if (waiting.async) await waiting.value
}

function waitByTimer(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, durationMs)
    signal.addEventListener('abort', done)
  })
}
