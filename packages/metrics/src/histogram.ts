import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js'
import type { EncodedHistogram } from './metrics.ts'
import { RecentCounts } from './recent-counts.ts'

/** Significant decimal digits that are kept of each value: an error of at most 0.1 % with 3, of 1 % with 2. */
export type SignificantDigits = 2 | 3

/** Durations and how often each came, in whole microseconds. */
export interface CountedTimes {
  readonly microseconds: readonly number[]
  readonly counts: readonly number[]
}

/** Values that fall together because they differ by less than the precision. */
export interface HistogramBucket {
  readonly lowMs: number
  readonly highMs: number
  readonly count: number
}

/**
 * A distribution of durations, from a microsecond up; it grows to hold any value, so none is ever cut off. What is
 * shorter than half a microsecond counts as 0.
 */
export class Histogram {
  #counts: Int32Histogram
  /** Made with the first value: most histograms are only read. */
  #recent: RecentCounts | undefined
  readonly #take = (value: number, count: number) => this.#counts.recordValueWithCount(value, count)

  constructor(digits: SignificantDigits = 3) {
    this.#counts = emptyCounts(2, digits)
  }

  static decode(encoded: EncodedHistogram): Histogram {
    const decoded = decodeFromCompressedBase64(encoded)
    const histogram = new Histogram(digitsOf(decoded.numberOfSignificantValueDigits))
    if (!(decoded instanceof Int32Histogram)) throw new TypeError('Cannot decode a histogram: its counts are not whole')
    decoded.autoResize = true
    histogram.#counts = decoded
    return histogram
  }

  record(durationMs: number): void {
    const value = microsecondsOf(durationMs)
    this.#recent ??= new RecentCounts()
    if (!this.#recent.add(value)) this.#counts.recordValue(value)
  }

  recordMany(durationMs: number, count: number): void {
    if (count > 0) this.#all.recordValueWithCount(microsecondsOf(durationMs), count)
  }

  /** Adds the other's values to this one's; they take on this one's precision where that is less. */
  add(other: Histogram): void {
    if (other.count > 0) this.#all.add(other.#all)
  }

  addCounted({ microseconds, counts }: CountedTimes): void {
    for (const [index, value] of microseconds.entries()) this.#take(value, counts[index] ?? 0)
  }

  /** Moves all values out, which takes less time than to read them in any other way. */
  cut(): CountedTimes {
    const microseconds: number[] = []
    const counts: number[] = []
    const take = (value: number, count: number) => {
      microseconds.push(value)
      counts.push(count)
    }
    this.#recent?.empty(take)
    if (this.#counts.totalCount > 0) {
      for (const { lowMs, count } of this.buckets()) take(microsecondsOf(lowMs), count)
      this.#counts.reset()
    }
    return { microseconds, counts }
  }

  get digits(): SignificantDigits {
    return digitsOf(this.#all.numberOfSignificantValueDigits)
  }

  get count(): number {
    return this.#all.totalCount
  }

  /** 0 where nothing was recorded, as are the others. */
  get minMs(): number {
    return this.#all.getValueAtPercentile(0) / 1000
  }

  /** Never less than what was recorded. */
  get maxMs(): number {
    return this.#all.highestEquivalentValue(this.#all.maxValue) / 1000
  }

  get meanMs(): number {
    return this.#all.mean / 1000
  }

  get deviationMs(): number {
    return this.#all.stdDeviation / 1000
  }

  /** The duration that `percentile` (0 to 100) of the values do not exceed. */
  percentileMs(percentile: number): number {
    return this.#all.getValueAtPercentile(percentile) / 1000
  }

  /** Non-empty buckets, shortest first. */
  *buckets(): Generator<HistogramBucket> {
    const counts = this.#all
    let left = counts.totalCount
    for (let index = 0; left > 0; index++) {
      const count = counts.getCountAtIndex(index)
      if (count === 0) continue
      left -= count
      const low = counts.valueFromIndex(index)
      yield { lowMs: low / 1000, highMs: counts.highestEquivalentValue(low) / 1000, count }
    }
  }

  /** HdrHistogram V2, compressed, base64. Equal contents give equal text, whatever way they came together. */
  encode(digits: SignificantDigits = this.digits): EncodedHistogram {
    if (this.count === 0) return emptyEncoded(digits)
    const exact = emptyCounts(this.#all.maxValue, digits)
    exact.add(this.#all)
    return encodeIntoCompressedBase64(exact)
  }

  /** With what was counted since it was last read. */
  get #all(): Int32Histogram {
    this.#recent?.empty(this.#take)
    return this.#counts
  }
}

/** With so many zeros on top, which nobody had to count one by one. */
export function encodeCounted(times: CountedTimes, digits: SignificantDigits, zeros: number): EncodedHistogram {
  if (times.counts.length === 0) return encodedZeros(digits, zeros)
  const counts = emptyCounts(Math.max(...times.microseconds), digits)
  counts.recordValueWithCount(0, zeros)
  for (const [index, value] of times.microseconds.entries())
    counts.recordValueWithCount(value, times.counts[index] ?? 0)
  return encodeIntoCompressedBase64(counts)
}

let lastZeros = { digits: 2, count: 0, encoded: '' }

/** Several distributions of the same requests are nothing but zeros, as a rule. */
function encodedZeros(digits: SignificantDigits, count: number): EncodedHistogram {
  if (count === 0) return emptyEncoded(digits)
  if (lastZeros.digits !== digits || lastZeros.count !== count) {
    const zeros = new Histogram()
    zeros.recordMany(0, count)
    lastZeros = { digits, count, encoded: zeros.encode(digits) }
  }
  return lastZeros.encoded
}

const emptyTexts = new Map<SignificantDigits, EncodedHistogram>()

/** A histogram without values, encoded. */
export function emptyEncoded(digits: SignificantDigits): EncodedHistogram {
  const known = emptyTexts.get(digits)
  if (known !== undefined) return known
  const encoded = encodeIntoCompressedBase64(emptyCounts(2, digits))
  emptyTexts.set(digits, encoded)
  return encoded
}

export function isEmpty(encoded: EncodedHistogram): boolean {
  return encoded === emptyEncoded(2) || encoded === emptyEncoded(3)
}

/** Both distributions in one, as precise as the less precise of the two. */
export function mergeEncoded(a: EncodedHistogram, b: EncodedHistogram): EncodedHistogram {
  const one = Histogram.decode(a)
  const other = Histogram.decode(b)
  const coarser = one.digits <= other.digits ? one : other
  coarser.add(coarser === one ? other : one)
  return coarser.encode()
}

/**
 * The encoding holds the range, which depends on the way a histogram grew; a power of two just above the highest
 * value does not.
 */
function emptyCounts(highest: number, digits: SignificantDigits): Int32Histogram {
  const range = 2 ** Math.ceil(Math.log2(Math.max(highest, 2 ** 16) + 1))
  const counts = new Int32Histogram(1, range, digits)
  counts.autoResize = true
  return counts
}

function microsecondsOf(durationMs: number): number {
  if (!(durationMs >= 0)) throw new RangeError(`Cannot record a duration of ${durationMs} ms: it must be 0 or more`)
  return Math.round(durationMs * 1000)
}

function digitsOf(digits: number): SignificantDigits {
  if (digits === 2 || digits === 3) return digits
  throw new RangeError(`Cannot decode a histogram of ${digits} significant digits: 2 or 3 are known`)
}
