import { type Clock as ClientClock, clockSince, type StopSignal } from '@loadrun/http'
import type { Waiting } from './pacing/pacing.ts'

/** The engine's only source of time: milliseconds since the load's start. Tests pass a virtual one. */
export interface Clock extends ClientClock {
  /** Resolves at `timeMs` or up to two milliseconds after, never before; earlier only if the signal aborts. */
  sleepUntil(timeMs: number, signal: StopSignal): Promise<void>
  /** The same, but as close to the moment as the plan's pacing asks for. */
  sleepExactlyUntil(timeMs: number, signal: StopSignal): Promise<void>
  /** Resolves when the event loop has looked after its sockets. */
  nextTurn(): Promise<void>
}

/** Up to here a sleep is left to the alarm, which the signal does not end. */
const longestUnheardMs = 20
const coarseMs = 2

/** The real clock. All threads of a process read the same time from it. Without `waiting` it has timers only. */
export function loadClock(startEpochMs: number, waiting?: Waiting): Clock {
  const clock = clockSince(startEpochMs)
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const sleepUntil = async (timeMs: number, signal: StopSignal) => {
    for (;;) {
      const leftMs = timeMs - clock.nowMs()
      if (leftMs <= 0 || signal.aborted) return
      await waitByTimer(leftMs, signal)
    }
  }
  if (waiting === undefined) return { ...clock, nextTurn, sleepUntil, sleepExactlyUntil: sleepUntil }
  const { alarm, leadOf } = waiting
  return {
    ...clock,
    nextTurn,
    sleepUntil,
    sleepExactlyUntil: async (timeMs, signal) => {
      if (timeMs - clock.nowMs() > longestUnheardMs) await sleepUntil(timeMs - coarseMs, signal)
      const leftMs = timeMs - clock.nowMs()
      if (leftMs <= 0 || signal.aborted) return
      const leadMs = leadOf(leftMs)
      if (leadMs < leftMs) await alarm.ringAt(startEpochMs + timeMs - leadMs)
      while (clock.nowMs() < timeMs && !signal.aborted) await nextTurn()
    },
  }
}

function waitByTimer(durationMs: number, signal: StopSignal): Promise<void> {
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
