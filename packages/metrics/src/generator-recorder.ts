import { type CountedTimes, encodeCounted, Histogram } from './histogram.ts'
import type { GeneratorMetrics } from './metrics.ts'
import type { Steps } from './steps.ts'
import type { WarmUpRecorder } from './warm-up-recorder.ts'

/** Watches the load generator itself. */
export class GeneratorRecorder {
  readonly #lateness = { interval: new Histogram(), total: new Histogram() }
  readonly #eventLoopDelay = { interval: new Histogram(), total: new Histogram() }
  readonly #cpuMs = { interval: 0, total: 0 }
  readonly #gcMs = { interval: 0, total: 0 }
  readonly #warmUp: WarmUpRecorder

  constructor(warmUp: WarmUpRecorder) {
    this.#warmUp = warmUp
  }

  // `atMs` is when; where it is left out, time has no say in what counts.

  /** A first request of an open load was sent this long after it was due, which was at `atMs`. */
  late(latenessMs: number, atMs = Number.POSITIVE_INFINITY): void {
    if (!this.#warmUp.has(atMs)) this.#lateness.interval.record(latenessMs)
  }

  /** A timer fired this long after its time. */
  delayed(delayMs: number, atMs = Number.POSITIVE_INFINITY): void {
    if (!this.#warmUp.has(atMs)) this.#eventLoopDelay.interval.record(delayMs)
  }

  /** Processor time was used. */
  used(cpuMs: number, atMs = Number.POSITIVE_INFINITY): void {
    if (!this.#warmUp.has(atMs)) this.#cpuMs.interval += cpuMs
  }

  /** Garbage was collected, and everything else waited. */
  collected(durationMs: number, atMs = Number.POSITIVE_INFINITY): void {
    if (!this.#warmUp.has(atMs)) this.#gcMs.interval += durationMs
  }

  /** What was counted since the last call. It is moved out at once, and encoded by and by. */
  take(): Steps<GeneratorMetrics> {
    const lateness = this.#lateness.interval.cut()
    const eventLoopDelay = this.#eventLoopDelay.interval.cut()
    this.#lateness.total.addCounted(lateness)
    this.#eventLoopDelay.total.addCounted(eventLoopDelay)
    const sums = { cpuMs: this.#cpuMs.interval, gcMs: this.#gcMs.interval }
    for (const sum of [this.#cpuMs, this.#gcMs]) {
      sum.total += sum.interval
      sum.interval = 0
    }
    return encoded({ lateness, eventLoopDelay }, sums)
  }

  total(): GeneratorMetrics {
    return {
      lateness: this.#lateness.total.encode(),
      eventLoopDelay: this.#eventLoopDelay.total.encode(),
      cpuMs: this.#cpuMs.total,
      gcMs: this.#gcMs.total,
    }
  }
}

function* encoded(
  times: Readonly<Record<'lateness' | 'eventLoopDelay', CountedTimes>>,
  sums: Readonly<Pick<Required<GeneratorMetrics>, 'cpuMs' | 'gcMs'>>,
): Steps<GeneratorMetrics> {
  const lateness = encodeCounted(times.lateness, 2, 0)
  yield
  const eventLoopDelay = encodeCounted(times.eventLoopDelay, 2, 0)
  yield
  return { lateness, eventLoopDelay, ...sums }
}
