export interface Worker {
  /** It has its place now, and gives it back by `leave()`. */
  workStarts(): void
}

/** A bottleneck: so many work at a time, the others wait in the order they came. */
export class WorkPlaces {
  #free: number
  readonly #waiting = new Set<Worker>()

  constructor(parallel: number) {
    this.#free = parallel
  }

  /** The worker starts at once if a place is free. */
  enter(worker: Worker): void {
    if (this.#free > 0) {
      this.#free -= 1
      worker.workStarts()
    } else {
      this.#waiting.add(worker)
    }
  }

  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free += 1
    } else {
      this.#waiting.delete(next)
      next.workStarts()
    }
  }

  /** Stops waiting. */
  withdraw(worker: Worker): void {
    this.#waiting.delete(worker)
  }
}
