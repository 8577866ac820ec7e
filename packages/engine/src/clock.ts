import { type Clock as ClientClock, clockSince, type StopSignal, type Timer } from '@loadrun/http'
import type { Waiting } from './pacing/pacing.ts'

/** The engine's only source of time: milliseconds since the load's start. Tests pass a virtual one. */
export interface Clock extends ClientClock {
  /** Resolves at `timeMs` or up to two milliseconds after, never before; earlier only if the signal aborts. */
  sleepUntil(timeMs: number, signal: StopSignal): Promise<void>
  /**
   * The same, but as close to the moment as the plan's pacing asks for. Sleeps from each moment of a row to the next cost
   * less when they know of each other.
   */
  sleepExactlyUntil(timeMs: number, signal: StopSignal, row?: Row): Promise<void>
  /** Resolves when the event loop has looked after its sockets. */
  nextTurn(): Promise<void>
}

/** The moments before and after one, milliseconds since the load's start; left out: there is none. */
interface Row {
  readonly beforeMs?: number | undefined
  readonly thenMs?: number | undefined
}

const alone: Row = {}

/** Up to here a sleep is left to the alarm, which the signal does not end. */
const longestUnheardMs = 20
const coarseMs = 2
/** What falls due sooner than this after something is due by the time that has been done. */
const shortestGapMs = 0.08
/**
 * How long a turn looks at the clock. Without that there would be a million turns in a second, whose garbage is collected
 * twenty times in it, with half a millisecond for each.
 */
const lookMs = 0.005

/** The real clock. All threads of a process read the same time from it. Without `waiting` it has timers only. */
export function loadClock(startEpochMs: number, waiting?: Waiting): Clock {
  const clock = clockSince(startEpochMs)
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const sleepUntil = (timeMs: number, signal: StopSignal) =>
    new Promise<void>((resolve) => new Sleep(clock, timeMs, signal, resolve).begin())
  if (waiting === undefined) return { ...clock, nextTurn, sleepUntil, sleepExactlyUntil: sleepUntil }
  const { alarm, leadOf } = waiting
  const turnUntil = (timeMs: number, signal: StopSignal) =>
    new Promise<void>((resolve) => {
      const turn = () => {
        let nowMs = clock.nowMs()
        const untilMs = Math.min(timeMs, nowMs + lookMs)
        while (nowMs < untilMs) nowMs = clock.nowMs()
        if (nowMs >= timeMs || signal.aborted) resolve()
        else setImmediate(turn)
      }
      setImmediate(turn)
    })
  const ringAfter = (timeMs: number, thenMs = Number.POSITIVE_INFINITY) => {
    const gapMs = thenMs - timeMs
    return gapMs < shortestGapMs || gapMs > longestUnheardMs ? undefined : startEpochMs + thenMs - leadOf(gapMs)
  }
  return {
    ...clock,
    nextTurn,
    sleepUntil,
    sleepExactlyUntil: async (timeMs, signal, { beforeMs, thenMs } = alone) => {
      if (timeMs - clock.nowMs() > longestUnheardMs) await sleepUntil(timeMs - coarseMs, signal)
      const leftMs = timeMs - clock.nowMs()
      if (leftMs <= 0 || signal.aborted) return
      const leadMs = leadOf(beforeMs === undefined ? leftMs : timeMs - beforeMs)
      if (leadMs < leftMs) await alarm.ringAt(startEpochMs + timeMs - leadMs, ringAfter(timeMs, thenMs))
      if (clock.nowMs() < timeMs) await turnUntil(timeMs, signal)
    },
  }
}

/** One object for each sleeper, as a load may have ten thousand who think. */
class Sleep {
  readonly #clock: ClientClock
  readonly #timeMs: number
  readonly #signal: StopSignal
  readonly #wake: () => void
  #timer: Timer | undefined

  constructor(clock: ClientClock, timeMs: number, signal: StopSignal, wake: () => void) {
    this.#clock = clock
    this.#timeMs = timeMs
    this.#signal = signal
    this.#wake = wake
  }

  begin(): void {
    const leftMs = this.#leftMs()
    if (leftMs <= 0) {
      this.#wake()
      return
    }
    this.#signal.addEventListener('abort', this)
    this.#wait(leftMs)
  }

  /** Called by the signal. */
  handleEvent(): void {
    if (this.#timer !== undefined) this.#clock.stopTimer(this.#timer)
    this.#end()
  }

  #leftMs(): number {
    return this.#signal.aborted ? 0 : this.#timeMs - this.#clock.nowMs()
  }

  /** A timer may come a little before its time. */
  #wait(durationMs: number): void {
    this.#timer = this.#clock.startTimer(() => {
      const leftMs = this.#leftMs()
      if (leftMs <= 0) this.#end()
      else this.#wait(leftMs)
    }, durationMs)
  }

  #end(): void {
    this.#signal.removeEventListener('abort', this)
    this.#wake()
  }
}
