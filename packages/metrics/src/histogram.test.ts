import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyEncoded, encodeCounted, Histogram, isEmpty, mergeEncoded, type SignificantDigits } from './histogram.ts'

const durations = fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 200 })
const digits = fc.constantFrom<SignificantDigits>(2, 3)

function histogramOfValues(values: readonly number[], precision: SignificantDigits = 3): Histogram {
  const histogram = new Histogram(precision)
  for (const value of values) histogram.record(value)
  return histogram
}

/** The longest duration that may stand for this one. */
function within(valueMs: number, precision: SignificantDigits): number {
  return valueMs * (precision === 3 ? 0.001 : 0.01) + 0.001
}

describe('Histogram', () => {
  test('gives percentiles within its precision of the exact quantile', () => {
    fc.assert(
      fc.property(durations, digits, fc.integer({ min: 1, max: 100 }), (values, precision, percentile) => {
        const sorted = values.toSorted((a, b) => a - b)
        const exact = sorted[Math.max(0, Math.ceil((percentile / 100) * values.length) - 1)] ?? Number.NaN
        const found = histogramOfValues(values, precision).percentileMs(percentile)
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(within(exact, precision))
      }),
    )
  })

  test('gives minimum, maximum and mean within its precision', () => {
    fc.assert(
      fc.property(durations, digits, (values, precision) => {
        const histogram = histogramOfValues(values, precision)
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length
        expect(Math.abs(histogram.minMs - Math.min(...values))).toBeLessThanOrEqual(
          within(Math.min(...values), precision),
        )
        expect(Math.abs(histogram.maxMs - Math.max(...values))).toBeLessThanOrEqual(
          within(Math.max(...values), precision),
        )
        expect(Math.abs(histogram.meanMs - mean)).toBeLessThanOrEqual(within(mean, precision))
      }),
    )
  })

  test('survives encoding and decoding: the same text, the same counts', () => {
    fc.assert(
      fc.property(durations, digits, (values, precision) => {
        const encoded = histogramOfValues(values, precision).encode()
        const decoded = Histogram.decode(encoded)
        expect(decoded.encode()).toBe(encoded)
        expect(decoded.count).toBe(values.length)
        expect(decoded.digits).toBe(precision)
      }),
    )
  })

  test('gives the same figures after encoding and decoding, and never a lower maximum than was recorded', () => {
    fc.assert(
      fc.property(durations, digits, (values, precision) => {
        const histogram = histogramOfValues(values, precision)
        const decoded = Histogram.decode(histogram.encode())
        expect([decoded.minMs, decoded.meanMs, decoded.maxMs]).toEqual([
          histogram.minMs,
          histogram.meanMs,
          histogram.maxMs,
        ])
        expect(decoded.maxMs).toBe(decoded.percentileMs(100))
        expect(decoded.maxMs).toBeGreaterThanOrEqual(Math.max(...values) - 0.001)
      }),
    )
  })

  test('has buckets that hold every value once', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const buckets = [...histogramOfValues(values).buckets()]
        expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(values.length)
        for (const value of values) {
          const rounded = Math.round(value * 1000) / 1000
          expect(buckets.some(({ lowMs, highMs }) => lowMs <= rounded && rounded <= highMs)).toBe(true)
        }
      }),
    )
  })

  test('keeps hours and single microseconds apart in one distribution', () => {
    const histogram = histogramOfValues([0.001, 7_200_000])
    expect(histogram.minMs).toBe(0.001)
    expect(histogram.maxMs).toBeGreaterThanOrEqual(7_200_000)
    expect(histogram.maxMs).toBeLessThan(7_200_000 * 1.001)
  })

  test('counts 0 as the shortest duration', () => {
    const histogram = histogramOfValues([0, 5])
    expect([histogram.count, histogram.minMs, histogram.percentileMs(50)]).toEqual([2, 0, 0])
  })

  test('is empty after cut(), which holds all that was recorded', () => {
    fc.assert(
      fc.property(durations, fc.nat(20), fc.boolean(), (recorded, zeros, wasRead) => {
        const histogram = histogramOfValues(recorded)
        const all = histogramOfValues([...recorded, ...Array<number>(zeros).fill(0)])
        if (wasRead) expect(histogram.count).toBe(recorded.length)
        const cut = histogram.cut()
        expect(histogram.encode()).toBe(emptyEncoded(3))
        expect(encodeCounted(cut, 2, zeros)).toBe(all.encode(2))
        histogram.addCounted(cut)
        histogram.recordMany(0, zeros)
        expect(histogram.encode()).toBe(all.encode())
      }),
    )
  })

  test.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])('refuses a duration of %d ms', (durationMs) => {
    expect(() => new Histogram().record(durationMs)).toThrow(RangeError)
  })

  test('encoded with fewer digits is what it would have been if recorded with fewer', () => {
    fc.assert(
      fc.property(durations, (values) => {
        expect(histogramOfValues(values, 3).encode(2)).toBe(histogramOfValues(values, 2).encode())
      }),
    )
  })
})

describe('mergeEncoded()', () => {
  test('gives what one histogram of all values would be, at the lesser precision', () => {
    fc.assert(
      fc.property(durations, durations, digits, digits, (some, others, someDigits, othersDigits) => {
        const merged = mergeEncoded(
          histogramOfValues(some, someDigits).encode(),
          histogramOfValues(others, othersDigits).encode(),
        )
        const lesser = Math.min(someDigits, othersDigits) as SignificantDigits
        expect(merged).toBe(histogramOfValues([...some, ...others], lesser).encode())
      }),
    )
  })
})

describe('isEmpty()', () => {
  test('tells empty histograms of both precisions from one with a value', () => {
    expect([emptyEncoded(2), emptyEncoded(3), histogramOfValues([1]).encode()].map(isEmpty)).toEqual([
      true,
      true,
      false,
    ])
  })
})
