import { type CountedTimes, encodeCounted, Histogram } from './histogram.ts'
import type { ScenarioMetrics } from './metrics.ts'
import type { Steps } from './steps.ts'

interface Counts {
  planned: number
  started: number
  iterations: number
  droppedIterations: number
  interruptedIterations: number
  vusMax: number
}

const none: Counts = {
  planned: 0,
  started: 0,
  iterations: 0,
  droppedIterations: 0,
  interruptedIterations: 0,
  vusMax: 0,
}

/** Counts the iterations of one scenario. */
export class ScenarioRecorder {
  readonly #interval: Counts = { ...none }
  readonly #total: Counts = { ...none }
  readonly #duration = { interval: new Histogram(), total: new Histogram() }
  #busy = 0

  /** An iteration fell due and a user took it up. */
  started(): void {
    this.#interval.planned++
    this.#interval.started++
    this.#busy++
    this.#interval.vusMax = Math.max(this.#interval.vusMax, this.#busy)
  }

  /** Iterations fell due while every user was busy, or were not begun when their time was up. */
  dropped(count = 1): void {
    this.#interval.planned += count
    this.#interval.droppedIterations += count
  }

  completed(durationMs: number): void {
    this.#interval.iterations++
    this.#duration.interval.record(durationMs)
    this.#busy--
  }

  interrupted(): void {
    this.#interval.interruptedIterations++
    this.#busy--
  }

  /** Of all iterations so far. */
  get iterations(): { readonly active: number; readonly completed: number; readonly interrupted: number } {
    const sum = (name: 'iterations' | 'interruptedIterations') => this.#total[name] + this.#interval[name]
    return { active: this.#busy, completed: sum('iterations'), interrupted: sum('interruptedIterations') }
  }

  /** What was counted since the last call. It is moved out at once, and encoded by and by. */
  take(): Steps<ScenarioMetrics> {
    const counts = { ...this.#interval, vus: this.#busy }
    const { interval, total } = { interval: this.#interval, total: this.#total }
    for (const name of Object.keys(none) as (keyof Counts)[]) {
      total[name] = name === 'vusMax' ? Math.max(total[name], interval[name]) : total[name] + interval[name]
      interval[name] = name === 'vusMax' ? this.#busy : 0
    }
    const duration = this.#duration.interval.cut()
    this.#duration.total.addCounted(duration)
    return encoded(counts, duration)
  }

  total(): ScenarioMetrics {
    return { ...this.#total, vus: this.#busy, iterationDuration: this.#duration.total.encode() }
  }
}

function* encoded(counts: Omit<ScenarioMetrics, 'iterationDuration'>, duration: CountedTimes): Steps<ScenarioMetrics> {
  const iterationDuration = encodeCounted(duration, 2, 0)
  yield
  return { ...counts, iterationDuration }
}
