import { Histogram } from './histogram.ts'
import type { GeneratorMetrics } from './metrics.ts'

/** Watches the load generator itself. */
export class GeneratorRecorder {
  readonly #lateness = { interval: new Histogram(), total: new Histogram() }
  readonly #eventLoopDelay = { interval: new Histogram(), total: new Histogram() }
  readonly #cpuMs = { interval: 0, total: 0 }
  readonly #gcMs = { interval: 0, total: 0 }

  /** A first request of an open load was sent this long after it was due. */
  late(latenessMs: number): void {
    this.#lateness.interval.record(latenessMs)
  }

  /** A timer fired this long after its time. */
  delayed(delayMs: number): void {
    this.#eventLoopDelay.interval.record(delayMs)
  }

  /** Processor time was used. */
  used(cpuMs: number): void {
    this.#cpuMs.interval += cpuMs
  }

  /** Garbage was collected, and everything else waited. */
  collected(durationMs: number): void {
    this.#gcMs.interval += durationMs
  }

  take(): GeneratorMetrics {
    const metrics = this.#metrics('interval')
    for (const histogram of [this.#lateness, this.#eventLoopDelay]) {
      histogram.total.add(histogram.interval)
      histogram.interval.clear()
    }
    for (const sum of [this.#cpuMs, this.#gcMs]) {
      sum.total += sum.interval
      sum.interval = 0
    }
    return metrics
  }

  total(): GeneratorMetrics {
    return this.#metrics('total')
  }

  #metrics(of: 'interval' | 'total'): GeneratorMetrics {
    const digits = of === 'interval' ? 2 : 3
    return {
      lateness: this.#lateness[of].encode(digits),
      eventLoopDelay: this.#eventLoopDelay[of].encode(digits),
      cpuMs: this.#cpuMs[of],
      gcMs: this.#gcMs[of],
    }
  }
}
