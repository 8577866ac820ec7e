import { type CountedTimes, encodeCounted, Histogram } from './histogram.ts'
import type { ScenarioMetrics } from './metrics.ts'
import type { Steps } from './steps.ts'
import type { WarmUpRecorder } from './warm-up-recorder.ts'

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
  readonly #warmUp: WarmUpRecorder
  /** Of the warm-up, ended. */
  readonly #uncounted = { completed: 0, interrupted: 0 }
  #busy = 0

  constructor(warmUp: WarmUpRecorder) {
    this.#warmUp = warmUp
  }

  // Where `dueMs` is left out, time has no say in what counts.

  /** An iteration fell due and a user took it up. */
  started(dueMs = Number.POSITIVE_INFINITY): void {
    if (this.#warmUp.has(dueMs)) this.#warmUp.iteration()
    else {
      this.#interval.planned++
      this.#interval.started++
    }
    this.#busy++
    this.#interval.vusMax = Math.max(this.#interval.vusMax, this.#busy)
  }

  /** Iterations fell due while every user was busy, or were not begun when their time was up. */
  dropped(count = 1, dueMs = Number.POSITIVE_INFINITY): void {
    if (this.#warmUp.has(dueMs)) {
      this.#warmUp.dropped(count)
      return
    }
    this.#interval.planned += count
    this.#interval.droppedIterations += count
  }

  completed(durationMs: number, dueMs = Number.POSITIVE_INFINITY): void {
    this.#busy--
    if (this.#warmUp.has(dueMs)) {
      this.#uncounted.completed++
      return
    }
    this.#interval.iterations++
    this.#duration.interval.record(durationMs)
  }

  interrupted(dueMs = Number.POSITIVE_INFINITY): void {
    this.#busy--
    if (this.#warmUp.has(dueMs)) this.#uncounted.interrupted++
    else this.#interval.interruptedIterations++
  }

  /** Of all iterations so far, those of the warm-up included. */
  get iterations(): { readonly active: number; readonly completed: number; readonly interrupted: number } {
    const sum = (name: 'iterations' | 'interruptedIterations') => this.#total[name] + this.#interval[name]
    const { completed, interrupted } = this.#uncounted
    return {
      active: this.#busy,
      completed: completed + sum('iterations'),
      interrupted: interrupted + sum('interruptedIterations'),
    }
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
