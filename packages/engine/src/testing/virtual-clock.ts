import type { StopSignal } from '@loadrun/http'
import type { Clock } from '../clock.ts'

interface Sleeper {
  readonly timeMs: number
  readonly wake: () => void
}

/** Time that moves only when told to. */
export class VirtualClock implements Clock {
  #nowMs = 0
  #sleepers: Sleeper[] = []

  nowMs(): number {
    return this.#nowMs
  }

  sleepUntil(timeMs: number, signal: StopSignal): Promise<void> {
    if (timeMs <= this.#nowMs || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const sleeper = { timeMs, wake: resolve }
      this.#sleepers.push(sleeper)
      signal.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper)
        resolve()
      })
    })
  }

  sleepExactlyUntil(timeMs: number, signal: StopSignal): Promise<void> {
    return this.sleepUntil(timeMs, signal)
  }

  async nextTurn(): Promise<void> {}

  startTimer(): never {
    throw new Error('Virtual time has no timers')
  }

  stopTimer(): never {
    throw new Error('Virtual time has no timers')
  }

  /** Sleeps without a signal. */
  sleep(durationMs: number): Promise<void> {
    return this.sleepUntil(this.#nowMs + durationMs, new AbortController().signal)
  }

  /** Wakes sleepers one after another, each at its time, with all that comes of it. */
  async advanceTo(timeMs: number): Promise<void> {
    await settle()
    for (;;) {
      const next = this.#sleepers.toSorted((a, b) => a.timeMs - b.timeMs)[0]
      if (next === undefined || next.timeMs > timeMs) break
      this.#sleepers = this.#sleepers.filter((each) => each !== next)
      this.#nowMs = Math.max(this.#nowMs, next.timeMs)
      next.wake()
      await settle()
    }
    this.#nowMs = timeMs
  }

  /** Moves time on at once, as an event loop that was blocked sees it. */
  async stallUntil(timeMs: number): Promise<void> {
    await settle()
    this.#nowMs = timeMs
    await this.advanceTo(timeMs)
  }
}

/** Lets promises that depend on each other come to rest. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
