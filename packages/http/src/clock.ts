/** A client's only source of time. */
export interface Clock {
  /** Milliseconds since a moment of the caller's choice; never goes back. */
  nowMs(): number
  startTimer(callback: () => void, delayMs: number): Timer
  stopTimer(timer: Timer): void
}

export type Timer = NodeJS.Timeout

/** Time since `epochMs` (milliseconds since 1970), the same in all threads of the process. */
export function clockSince(epochMs: number): Clock {
  const offsetMs = performance.timeOrigin - epochMs
  return {
    nowMs: () => performance.now() + offsetMs,
    startTimer: setTimeout,
    stopTimer: clearTimeout,
  }
}
