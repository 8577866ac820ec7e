import { describe, expect, test } from 'vitest'
import { Histogram } from './histogram.ts'
import { histogramOf, percentileCurve, summaryOf } from './summary.ts'

function uniformTo(highestMs: number, digits: 2 | 3 = 3): Histogram {
  const histogram = new Histogram(digits)
  for (let ms = 1; ms <= highestMs; ms++) histogram.record(ms)
  return histogram
}

describe('summaryOf()', () => {
  test('gives the figures of a distribution in milliseconds', () => {
    const summary = summaryOf(uniformTo(1000).encode())
    expect(summary.count).toBe(1000)
    expect(summary.minMs).toBeCloseTo(1, 1)
    expect(summary.meanMs / 500.5).toBeCloseTo(1, 2)
    expect(summary.p50Ms / 500).toBeCloseTo(1, 2)
    expect(summary.p99Ms / 990).toBeCloseTo(1, 2)
    expect(summary.maxMs / 1000).toBeCloseTo(1, 2)
  })

  test('is all 0 for no values', () => {
    expect(new Set(Object.values(summaryOf(new Histogram().encode())))).toEqual(new Set([0]))
  })
})

describe('histogramOf()', () => {
  test('puts several distributions together at the lesser precision, whatever their order', () => {
    const [precise, coarse] = [uniformTo(1000).encode(), uniformTo(500, 2).encode()]
    const together = histogramOf(precise, coarse)
    expect([together.count, together.digits]).toEqual([1500, 2])
    expect(histogramOf(coarse, precise).encode()).toBe(together.encode())
  })

  test('is empty for none', () => {
    expect(histogramOf().count).toBe(0)
  })
})

describe('percentileCurve()', () => {
  test('rises from the shortest to the longest, with as many points for each nine', () => {
    const curve = percentileCurve(uniformTo(1000), 10)
    expect(curve[0]?.percentile).toBe(0)
    expect(curve[10]?.percentile).toBeCloseTo(90)
    expect(curve[20]?.percentile).toBeCloseTo(99)
    expect(curve.at(-1)?.percentile).toBe(100)
    expect(curve.at(-1)?.ms).toBeCloseTo(1000, -1)
    expect(curve.map(({ ms }) => ms)).toEqual(curve.map(({ ms }) => ms).toSorted((a, b) => a - b))
  })

  test('has no points where there are no values', () => {
    expect(percentileCurve(new Histogram())).toEqual([])
  })
})
