import type { Clock, Timer } from './clock.ts'

/** A moment by which something must have happened, moved for every request: cheap to move, so it keeps one timer at most. */
export class Deadline {
  readonly #clock: Clock
  readonly #passed: () => void
  #atMs = Number.POSITIVE_INFINITY
  #timer: Timer | undefined
  #timerAtMs = Number.POSITIVE_INFINITY

  constructor(clock: Clock, passed: () => void) {
    this.#clock = clock
    this.#passed = passed
  }

  /** From now; `undefined`: no deadline. */
  set(delayMs: number | undefined): void {
    this.#atMs = delayMs === undefined ? Number.POSITIVE_INFINITY : this.#clock.nowMs() + delayMs
    if (this.#atMs < this.#timerAtMs) this.#arm()
  }

  cancel(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#atMs = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timerAtMs = this.#atMs
    this.#timer = this.#clock.after(this.#atMs - this.#clock.nowMs(), () => this.#check())
  }

  #check(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY
    if (this.#atMs === Number.POSITIVE_INFINITY) return
    if (this.#clock.nowMs() < this.#atMs) {
      this.#arm()
    } else {
      this.#atMs = Number.POSITIVE_INFINITY
      this.#passed()
    }
  }
}
