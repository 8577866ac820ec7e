import { type CountedTimes, Histogram } from './histogram.ts'

const none: CountedTimes = { microseconds: [], counts: [] }

/**
 * Durations that are 0 for most requests, such as those of making a connection: only the others are recorded, so that
 * most requests cost nothing. What is missing to the number of requests are zeros.
 */
export class RareTimes {
  #times: Histogram | undefined

  record(durationMs: number): void {
    if (durationMs === 0) return
    this.#times ??= new Histogram()
    this.#times.record(durationMs)
  }

  /** Moves all out but the zeros. */
  cut(): CountedTimes {
    return this.#times?.cut() ?? none
  }
}
