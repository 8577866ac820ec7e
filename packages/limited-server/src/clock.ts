import { performance } from 'node:perf_hooks'

/** Where the server reads the time and waits for it. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  nowMs(): number
  /** Milliseconds since the Unix epoch, for dates that people read. */
  epochMs(): number
  /** Calls back once, never before `delayMs` have passed. */
  after(delayMs: number, callback: () => void): Timer
}

export interface Timer {
  cancel(): void
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  epochMs: () => Date.now(),
  after: (delayMs, callback) => new SystemTimer(performance.now() + delayMs, callback),
}

/** Longest delay that setTimeout() takes; a longer one would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1

class SystemTimer implements Timer {
  readonly #dueMs: number
  readonly #callback: () => void
  #timeout: NodeJS.Timeout

  constructor(dueMs: number, callback: () => void) {
    this.#dueMs = dueMs
    this.#callback = callback
    this.#timeout = this.#wait()
  }

  cancel(): void {
    clearTimeout(this.#timeout)
  }

  #wait(): NodeJS.Timeout {
    const leftMs = Math.ceil(this.#dueMs - performance.now())
    return setTimeout(SystemTimer.#fire, Math.min(Math.max(leftMs, 1), longestTimeoutMs), this)
  }

  // setTimeout() counts from the start of the event loop's turn and cuts fractions off, so it may fire early.
  static #fire(timer: SystemTimer): void {
    if (performance.now() < timer.#dueMs) timer.#timeout = timer.#wait()
    else timer.#callback()
  }
}
