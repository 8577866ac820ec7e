import { emptyEncoded, Histogram, type SignificantDigits } from './histogram.ts'
import type { EncodedHistogram } from './metrics.ts'

/**
 * Durations that are 0 for most requests, such as those of making a connection: only the others are recorded, so that
 * most requests cost nothing, and what is missing to the number of requests is added as zeros when it is read.
 */
export class RareTimes {
  #times: Histogram | undefined

  record(durationMs: number): void {
    if (durationMs === 0) return
    this.#times ??= new Histogram()
    this.#times.record(durationMs)
  }

  add(other: RareTimes): void {
    if (other.#times === undefined) return
    this.#times ??= new Histogram()
    this.#times.add(other.#times)
  }

  clear(): void {
    this.#times?.clear()
  }

  /** As a distribution of `count` values. */
  encode(digits: SignificantDigits, count: number): EncodedHistogram {
    if (this.#times === undefined || this.#times.count === 0) return encodedZeros(digits, count)
    const times = new Histogram()
    times.add(this.#times)
    times.recordMany(0, count - times.count)
    return times.encode(digits)
  }
}

let lastZeros = { digits: 2, count: 0, encoded: emptyEncoded(2) }

/** Several distributions of the same requests are nothing but zeros, as a rule. */
function encodedZeros(digits: SignificantDigits, count: number): EncodedHistogram {
  if (lastZeros.digits !== digits || lastZeros.count !== count) {
    const zeros = new Histogram()
    zeros.recordMany(0, count)
    lastZeros = { digits, count, encoded: zeros.encode(digits) }
  }
  return lastZeros.encoded
}
