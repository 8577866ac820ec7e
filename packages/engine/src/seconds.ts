import type { Metrics, Recorder } from '@loadrun/metrics'

const secondMs = 1000

/**
 * Cuts what is recorded into the seconds of the load. A second is handed out once time is known to have passed its
 * end; if nothing came by for longer, those in between are handed out empty, so that none is missing.
 */
export class Seconds {
  readonly #recorder: Recorder
  readonly #hand: (metrics: Metrics) => void
  #next = 0

  constructor(recorder: Recorder, hand: (metrics: Metrics) => void) {
    this.#recorder = recorder
    this.#hand = hand
  }

  /** Time has come to `nowMs`. */
  readonly reach = (nowMs: number): void => {
    while (nowMs >= (this.#next + 1) * secondMs) this.#take((this.#next + 1) * secondMs)
  }

  /** Hands out the rest of the last second. */
  finish(nowMs: number): void {
    this.reach(nowMs)
    this.#take(Math.max(nowMs, this.#next * secondMs))
  }

  #take(untilMs: number): void {
    this.#next++
    this.#hand(this.#recorder.take(untilMs))
  }
}
