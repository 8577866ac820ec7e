import { emptyEncoded, Histogram, type SignificantDigits } from './histogram.ts'
import type { OutcomeMetrics } from './metrics.ts'
import type { Sample } from './sample.ts'

/** Distributions of the requests that ended one way. */
export class OutcomeRecorder {
  readonly #responseTime = new Histogram()
  readonly #serviceTime = new Histogram()
  readonly #httpReqDuration = new Histogram()
  readonly #httpReqBlocked = new Histogram()
  readonly #httpReqWaiting = new Histogram()

  get count(): number {
    return this.#responseTime.count
  }

  record(sample: Sample): void {
    const { dueMs, sentMs, endMs, firstByteMs } = sample
    const wasStarted = !Number.isNaN(sample.startedMs)
    const startedMs = wasStarted ? sample.startedMs : sentMs
    this.#responseTime.record(endMs - dueMs)
    this.#serviceTime.record(endMs - sentMs)
    this.#httpReqDuration.record(endMs - startedMs)
    this.#httpReqBlocked.record((wasStarted ? startedMs : endMs) - sentMs)
    this.#httpReqWaiting.record((Number.isNaN(firstByteMs) ? endMs : firstByteMs) - startedMs)
  }

  add(other: OutcomeRecorder): void {
    this.#responseTime.add(other.#responseTime)
    this.#serviceTime.add(other.#serviceTime)
    this.#httpReqDuration.add(other.#httpReqDuration)
    this.#httpReqBlocked.add(other.#httpReqBlocked)
    this.#httpReqWaiting.add(other.#httpReqWaiting)
  }

  clear(): void {
    if (this.count === 0) return
    this.#responseTime.clear()
    this.#serviceTime.clear()
    this.#httpReqDuration.clear()
    this.#httpReqBlocked.clear()
    this.#httpReqWaiting.clear()
  }

  metrics(digits: SignificantDigits): OutcomeMetrics {
    return {
      count: this.count,
      responseTime: this.#responseTime.encode(digits),
      serviceTime: this.#serviceTime.encode(digits),
      httpReqDuration: this.#httpReqDuration.encode(digits),
      httpReqBlocked: this.#httpReqBlocked.encode(digits),
      httpReqWaiting: this.#httpReqWaiting.encode(digits),
    }
  }
}

/** No request that ended this way. */
export function noOutcome(digits: SignificantDigits): OutcomeMetrics {
  const none = emptyEncoded(digits)
  return {
    count: 0,
    responseTime: none,
    serviceTime: none,
    httpReqDuration: none,
    httpReqBlocked: none,
    httpReqWaiting: none,
  }
}
