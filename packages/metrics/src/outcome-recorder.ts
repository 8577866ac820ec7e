import { emptyEncoded, Histogram, type SignificantDigits } from './histogram.ts'
import type { OutcomeMetrics } from './metrics.ts'
import { RareTimes } from './rare-times.ts'
import type { Sample } from './sample.ts'

/** Distributions of the requests that ended one way. */
export class OutcomeRecorder {
  readonly #responseTime = new Histogram()
  readonly #serviceTime = new Histogram()
  readonly #httpReqDuration = new Histogram()
  readonly #httpReqBlocked = new Histogram()
  readonly #httpReqLookingUp = new RareTimes()
  readonly #httpReqConnecting = new RareTimes()
  readonly #httpReqTlsHandshaking = new RareTimes()
  readonly #httpReqSending = new RareTimes()
  readonly #httpReqWaiting = new Histogram()
  readonly #httpReqReceiving = new RareTimes()

  get count(): number {
    return this.#responseTime.count
  }

  record(sample: Sample): void {
    const { dueMs, sentMs, endMs, sendingMs, setup } = sample
    const wasStarted = !Number.isNaN(sample.startedMs)
    const startedMs = wasStarted ? sample.startedMs : sentMs
    const firstByteMs = Number.isNaN(sample.firstByteMs) ? endMs : sample.firstByteMs
    this.#responseTime.record(endMs - dueMs)
    this.#serviceTime.record(endMs - sentMs)
    this.#httpReqDuration.record(endMs - startedMs)
    this.#httpReqBlocked.record((wasStarted ? startedMs : endMs) - sentMs)
    this.#httpReqWaiting.record(firstByteMs - startedMs - sendingMs)
    if (sendingMs > 0) this.#httpReqSending.record(sendingMs)
    if (endMs > firstByteMs) this.#httpReqReceiving.record(endMs - firstByteMs)
    if (setup === undefined) return
    this.#httpReqLookingUp.record(setup.lookingUpMs)
    this.#httpReqConnecting.record(setup.connectingMs)
    this.#httpReqTlsHandshaking.record(setup.handshakingMs)
  }

  add(other: OutcomeRecorder): void {
    this.#responseTime.add(other.#responseTime)
    this.#serviceTime.add(other.#serviceTime)
    this.#httpReqDuration.add(other.#httpReqDuration)
    this.#httpReqBlocked.add(other.#httpReqBlocked)
    this.#httpReqLookingUp.add(other.#httpReqLookingUp)
    this.#httpReqConnecting.add(other.#httpReqConnecting)
    this.#httpReqTlsHandshaking.add(other.#httpReqTlsHandshaking)
    this.#httpReqSending.add(other.#httpReqSending)
    this.#httpReqWaiting.add(other.#httpReqWaiting)
    this.#httpReqReceiving.add(other.#httpReqReceiving)
  }

  clear(): void {
    if (this.count === 0) return
    this.#responseTime.clear()
    this.#serviceTime.clear()
    this.#httpReqDuration.clear()
    this.#httpReqBlocked.clear()
    this.#httpReqLookingUp.clear()
    this.#httpReqConnecting.clear()
    this.#httpReqTlsHandshaking.clear()
    this.#httpReqSending.clear()
    this.#httpReqWaiting.clear()
    this.#httpReqReceiving.clear()
  }

  metrics(digits: SignificantDigits): OutcomeMetrics {
    const { count } = this
    return {
      count,
      responseTime: this.#responseTime.encode(digits),
      serviceTime: this.#serviceTime.encode(digits),
      httpReqDuration: this.#httpReqDuration.encode(digits),
      httpReqBlocked: this.#httpReqBlocked.encode(digits),
      httpReqLookingUp: this.#httpReqLookingUp.encode(digits, count),
      httpReqConnecting: this.#httpReqConnecting.encode(digits, count),
      httpReqTlsHandshaking: this.#httpReqTlsHandshaking.encode(digits, count),
      httpReqSending: this.#httpReqSending.encode(digits, count),
      httpReqWaiting: this.#httpReqWaiting.encode(digits),
      httpReqReceiving: this.#httpReqReceiving.encode(digits, count),
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
    httpReqLookingUp: none,
    httpReqConnecting: none,
    httpReqTlsHandshaking: none,
    httpReqSending: none,
    httpReqWaiting: none,
    httpReqReceiving: none,
  }
}
