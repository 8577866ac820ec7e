import { type CountedTimes, emptyEncoded, encodeCounted, Histogram, type SignificantDigits } from './histogram.ts'
import type { EncodedHistogram, OutcomeMetrics } from './metrics.ts'
import { RareTimes } from './rare-times.ts'
import type { Sample } from './sample.ts'
import { finished, type Steps } from './steps.ts'

type TimeName = Exclude<keyof OutcomeMetrics, 'count'>

/** What one stretch of time holds of the requests that ended one way. Zeros of rare times are not counted. */
export interface OutcomeCut {
  readonly count: number
  readonly times: Readonly<Record<TimeName, CountedTimes>>
}

/** Distributions of the requests that ended one way, since they were last cut. */
export class OutcomeRecorder {
  #count = 0
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

  record(sample: Sample): void {
    const { dueMs, sentMs, endMs, sendingMs, setup } = sample
    const wasStarted = !Number.isNaN(sample.startedMs)
    const startedMs = wasStarted ? sample.startedMs : sentMs
    const firstByteMs = Number.isNaN(sample.firstByteMs) ? endMs : sample.firstByteMs
    this.#count++
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

  cut(): OutcomeCut {
    const count = this.#count
    this.#count = 0
    return {
      count,
      times: {
        responseTime: this.#responseTime.cut(),
        serviceTime: this.#serviceTime.cut(),
        httpReqDuration: this.#httpReqDuration.cut(),
        httpReqBlocked: this.#httpReqBlocked.cut(),
        httpReqLookingUp: this.#httpReqLookingUp.cut(),
        httpReqConnecting: this.#httpReqConnecting.cut(),
        httpReqTlsHandshaking: this.#httpReqTlsHandshaking.cut(),
        httpReqSending: this.#httpReqSending.cut(),
        httpReqWaiting: this.#httpReqWaiting.cut(),
        httpReqReceiving: this.#httpReqReceiving.cut(),
      },
    }
  }
}

/** All stretches of one outcome together. */
export class OutcomeTotal {
  #count = 0
  readonly #times = new Map<TimeName, Histogram>()

  /** A step for each distribution: it is added to this, and encoded. */
  add({ count, times }: OutcomeCut, digits: SignificantDigits): Steps<OutcomeMetrics> {
    this.#count += count
    return encodeTimes(count, (name) => {
      const counted = times[name]
      if (counted.counts.length > 0) this.#timesOf(name).addCounted(counted)
      return encodeCounted(counted, digits, count - sum(counted.counts))
    })
  }

  metrics(digits: SignificantDigits): OutcomeMetrics {
    const encode = (name: TimeName) => {
      const times = new Histogram()
      const known = this.#times.get(name)
      if (known !== undefined) times.add(known)
      times.recordMany(0, this.#count - times.count)
      return times.encode(digits)
    }
    return finished(encodeTimes(this.#count, encode))
  }

  #timesOf(name: TimeName): Histogram {
    const known = this.#times.get(name)
    if (known !== undefined) return known
    const made = new Histogram()
    this.#times.set(name, made)
    return made
  }
}

/** No request that ended this way. */
export function noOutcome(digits: SignificantDigits): OutcomeMetrics {
  return finished(encodeTimes(0, () => emptyEncoded(digits)))
}

function* encodeTimes(count: number, encode: (name: TimeName) => EncodedHistogram): Steps<OutcomeMetrics> {
  function* step(name: TimeName): Steps<EncodedHistogram> {
    const encoded = encode(name)
    yield
    return encoded
  }
  return {
    count,
    responseTime: yield* step('responseTime'),
    serviceTime: yield* step('serviceTime'),
    httpReqDuration: yield* step('httpReqDuration'),
    httpReqBlocked: yield* step('httpReqBlocked'),
    httpReqLookingUp: yield* step('httpReqLookingUp'),
    httpReqConnecting: yield* step('httpReqConnecting'),
    httpReqTlsHandshaking: yield* step('httpReqTlsHandshaking'),
    httpReqSending: yield* step('httpReqSending'),
    httpReqWaiting: yield* step('httpReqWaiting'),
    httpReqReceiving: yield* step('httpReqReceiving'),
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
