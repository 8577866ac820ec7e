/** Where the proxy reads the time and waits for it. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  nowMs(): number
  /** Calls back once after about `delayMs`; it may be a millisecond early, and early by as much as the delay is too long for a timer. */
  after(delayMs: number, callback: () => void): Timer
}

export interface Timer {
  cancel(): void
}

/** Longest delay that setTimeout() takes; a longer one would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timeout = setTimeout(callback, Math.min(Math.ceil(delayMs), longestTimeoutMs))
    return { cancel: () => clearTimeout(timeout) }
  },
}
