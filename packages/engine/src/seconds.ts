import type { Metrics, Recorder, Steps } from '@loadrun/metrics'

const secondMs = 1000

/**
 * Cuts what is recorded into the seconds of the load. A second is cut off once time is known to have passed its
 * end; if nothing came by for longer, those in between are empty, so that none is missing.
 */
export class Seconds {
  readonly #recorder: Recorder
  readonly #hand: (metrics: Metrics) => void
  readonly #later: (step: () => void) => void
  readonly #taken: Steps<Metrics>[] = []
  #next = 0

  /** Encoding a second is done in steps, each by way of `later`, so that it makes nothing else late. */
  constructor(recorder: Recorder, hand: (metrics: Metrics) => void, later: (step: () => void) => void) {
    this.#recorder = recorder
    this.#hand = hand
    this.#later = later
  }

  /** Time has come to `nowMs`. */
  readonly reach = (nowMs: number): void => {
    while (nowMs >= (this.#next + 1) * secondMs) this.#take((this.#next + 1) * secondMs)
  }

  /** Hands out the rest of the last second, and whatever is not handed out yet. */
  finish(nowMs: number): void {
    this.reach(nowMs)
    this.#take(Math.max(nowMs, this.#next * secondMs))
    while (this.#taken.length > 0) this.#step()
  }

  #take(untilMs: number): void {
    this.#next++
    this.#taken.push(this.#recorder.taking(untilMs))
    if (this.#taken.length === 1) this.#later(this.#goOn)
  }

  readonly #goOn = (): void => {
    this.#step()
    if (this.#taken.length > 0) this.#later(this.#goOn)
  }

  #step(): void {
    const step = this.#taken[0]?.next()
    if (!step?.done) return
    this.#taken.shift()
    this.#hand(step.value)
  }
}
