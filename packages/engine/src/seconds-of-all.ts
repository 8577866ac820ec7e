import { type Metrics, mergeMetrics } from '@loadrun/metrics'

/** Puts the same second of all workers together, and hands the seconds on in order. */
export class SecondsOfAll {
  readonly #onSecond: (metrics: Metrics) => void
  /** By worker: seconds it has told, from `#next` on. */
  readonly #waiting: readonly Metrics[][]
  readonly #hasEnded: boolean[]

  constructor(workers: number, onSecond: (metrics: Metrics) => void) {
    this.#onSecond = onSecond
    this.#waiting = Array.from({ length: workers }, () => [])
    this.#hasEnded = Array.from({ length: workers }, () => false)
  }

  /** Each worker tells its seconds in order, none left out. */
  add(worker: number, metrics: Metrics): void {
    this.#waiting[worker]?.push(metrics)
    this.#handOn()
  }

  /** No more seconds come of this worker. */
  end(worker: number): void {
    this.#hasEnded[worker] = true
    this.#handOn()
  }

  #handOn(): void {
    while (this.#waiting.every((seconds, worker) => seconds.length > 0 || this.#hasEnded[worker])) {
      const second = this.#waiting.flatMap((seconds) => seconds.shift() ?? [])
      if (second.length === 0) return
      this.#onSecond(second.reduce(mergeMetrics))
    }
  }
}
