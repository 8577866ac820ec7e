import { createRandom } from '@loadrun/random'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standardErrors } from './block-bootstrap.ts'
import { differencesToCut, hodgesLehmannInterval, hodgesLehmannShift } from './hodges-lehmann.ts'
import { holm } from './holm.ts'
import { mannWhitney, smallestPValue } from './mann-whitney.ts'
import { medianOf } from './median.ts'
import { normalBelow, normalQuantile } from './normal.ts'
import { doubledRanks, waysBySum } from './ranks.ts'
import { studentBeyond, studentQuantile } from './student-t.ts'

const group = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 })

describe('medianOf()', () => {
  test('is the middle value, or lies between the two middle ones', () => {
    expect(medianOf([3, 1, 2])).toBe(2)
    expect(medianOf([4, 1, 2, 3])).toBe(2.5)
    expect(medianOf([])).toBeUndefined()
  })
})

describe('doubledRanks()', () => {
  test('gives equal values the mean of their ranks', () => {
    expect(doubledRanks([30, 10, 20, 20])).toEqual([8, 2, 5, 5])
  })

  test('always sums up to n (n + 1)', () => {
    fc.assert(
      fc.property(group, (values) => {
        const sum = doubledRanks(values).reduce((total, rank) => total + rank, 0)
        expect(sum).toBe(values.length * (values.length + 1))
      }),
    )
  })
})

describe('mannWhitney()', () => {
  test.each([
    [3, 3, 0.1],
    [4, 4, 2 / 70],
    [5, 5, 2 / 252],
    [6, 6, 2 / 924],
  ])('gives groups of %i and %i that do not overlap the smallest p there is', (before, after, smallest) => {
    const low = Array.from({ length: before }, (_, place) => place)
    const high = Array.from({ length: after }, (_, place) => 100 + place)
    expect(mannWhitney(low, high)).toBeCloseTo(smallest, 10)
    expect(smallestPValue(before, after)).toBeCloseTo(smallest, 10)
  })

  // Two-sided critical values of U at 0.05, as printed in tables since Mann and Whitney (1947) and Auble (1953).
  test.each([
    [4, 4, 0],
    [5, 5, 2],
    [6, 6, 5],
    [7, 7, 8],
    [8, 8, 13],
    [10, 10, 23],
    [5, 8, 6],
    [20, 20, 127],
  ])('has the published critical value of U for %i and %i: %i', (before, after, critical) => {
    expect(differencesToCut(before, after, 0.05) - 1).toBe(critical)
  })

  test('counts ways to deal out ties: six of ten values are alike', () => {
    const [before, after] = [
      [1, 2, 2, 2, 3],
      [2, 2, 2, 4, 5],
    ]
    expect(mannWhitney(before, after)).toBeCloseTo(byEnumeration(before, after), 12)
  })

  test('agrees with trying all ways to deal the values out', () => {
    fc.assert(
      fc.property(group, group, (before, after) => {
        expect(mannWhitney(before, after)).toBeCloseTo(byEnumeration(before, after), 9)
      }),
      { numRuns: 60 },
    )
  })

  test('does not care which group comes first, nor about the scale', () => {
    fc.assert(
      fc.property(group, group, (before, after) => {
        const p = mannWhitney(before, after)
        expect(mannWhitney(after, before)).toBeCloseTo(p, 12)
        const scaled = (values: readonly number[]) => values.map((value) => Math.exp(value))
        expect(mannWhitney(scaled(before), scaled(after))).toBeCloseTo(p, 12)
      }),
    )
  })

  test('goes over to the normal curve where that is near the exact count', () => {
    const random = createRandom(5)
    const before = Array.from({ length: 26 }, () => Math.round(random() * 20))
    const after = Array.from({ length: 26 }, () => Math.round(random() * 20) + 2)
    const ranks = doubledRanks([...before, ...after])
    const expected = before.length * (ranks.length + 1)
    const distance = Math.abs(ranks.slice(0, 26).reduce((sum, rank) => sum + rank, 0) - expected)
    const ways = [...waysBySum(ranks, 26).entries()]
    const all = ways.reduce((sum, [, count]) => sum + count, 0)
    const beyond = ways.reduce((sum, [rank, count]) => sum + (Math.abs(rank - expected) >= distance ? count : 0), 0)
    expect(Math.abs(mannWhitney(before, after) - beyond / all)).toBeLessThan(0.005)
    expect(mannWhitney(new Array(30).fill(1), new Array(30).fill(1))).toBe(1)
  })
})

describe('hodgesLehmannShift()', () => {
  test('is the median of all differences', () => {
    expect(hodgesLehmannShift([1, 2, 3], [11, 12, 16])).toBe(10)
  })

  test('moves with its groups', () => {
    fc.assert(
      fc.property(group, group, fc.integer({ min: -50, max: 50 }), (before, after, by) => {
        const moved = after.map((value) => value + by)
        expect(hodgesLehmannShift(before, moved)).toBeCloseTo(hodgesLehmannShift(before, after) + by, 9)
      }),
    )
  })
})

describe('hodgesLehmannInterval()', () => {
  test('needs four and four for 95 %', () => {
    expect(hodgesLehmannInterval([1, 2, 3], [4, 5, 6], 0.05)).toBeUndefined()
    expect(hodgesLehmannInterval([1, 2, 3, 4], [4, 5, 6, 7], 0.05)).toEqual({ low: 0, high: 6 })
  })

  test('leaves 0 out only where Mann-Whitney rejects, and holds the shift', () => {
    const distinct = fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 12 })
    fc.assert(
      fc.property(distinct, fc.double({ min: -1, max: 1, noNaN: true }), (values, by) => {
        const before = values.slice(0, 5)
        const after = values.slice(5).map((value) => value + by)
        const interval = hodgesLehmannInterval(before, after, 0.05)
        const shift = hodgesLehmannShift(before, after)
        expect(interval?.low).toBeLessThanOrEqual(shift)
        expect(interval?.high).toBeGreaterThanOrEqual(shift)
        const leavesZeroOut = interval !== undefined && (interval.low > 0 || interval.high < 0)
        if (leavesZeroOut) expect(mannWhitney(before, after)).toBeLessThanOrEqual(0.05)
      }),
    )
  })
})

describe('holm()', () => {
  test('corrects as in the published example', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  test('never lowers a value, keeps their order and lies between none and Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const adjusted = holm(values)
        for (const [place, p] of values.entries()) {
          expect(adjusted[place]).toBeGreaterThanOrEqual(p)
          expect(adjusted[place]).toBeLessThanOrEqual(Math.min(1, p * values.length))
        }
      }),
    )
  })
})

describe('normalBelow() and normalQuantile()', () => {
  test.each([
    [0.05, 1.959964],
    [0.01, 2.575829],
    [0.4, 0.841621],
  ])('%d beyond lies at %d', (beyond, z) => {
    expect(normalQuantile(beyond)).toBeCloseTo(z, 4)
    expect(2 * normalBelow(-z)).toBeCloseTo(beyond, 5)
  })
})

describe('studentQuantile()', () => {
  test.each([
    [1, 0.05, 12.706],
    [2, 0.05, 4.303],
    [6, 0.05, 2.447],
    [10, 0.05, 2.228],
    [30, 0.05, 2.042],
    [10, 0.01, 3.169],
    [120, 0.05, 1.98],
  ])('has the published value for %i degrees of freedom at %d', (freedom, beyond, t) => {
    expect(studentQuantile(beyond, freedom)).toBeCloseTo(t, 2)
    expect(studentBeyond(t, freedom)).toBeCloseTo(beyond, 3)
  })
})

describe('standardErrors()', () => {
  const meanOf = (sums: Float64Array) => (sums[0] ?? 0) / (sums[1] ?? 1)

  test('finds the error of a mean of independent windows', () => {
    const random = createRandom(3)
    const windows = Array.from({ length: 400 }, () => Float64Array.of(random() * Math.sqrt(12), 1))
    const [error] = standardErrors(windows, [meanOf], { blockLength: 1, resamples: 1000, random })
    expect(error).toBeGreaterThan(0.05 * 0.9)
    expect(error).toBeLessThan(0.05 * 1.1)
  })

  test('finds a larger error where neighbours are alike, as the theory says', () => {
    const random = createRandom(4)
    let level = 0
    const windows = Array.from({ length: 4000 }, () => {
      level = 0.8 * level + (random() - 0.5) * Math.sqrt(12)
      return Float64Array.of(level, 1)
    })
    const resampling = { resamples: 800, random }
    const [blocks] = standardErrors(windows, [meanOf], { ...resampling, blockLength: 40 })
    // Of an AR(1) series with φ = 0.8 the mean of n strays by 1 ⁄ ((1 − φ) √n) = 0.079.
    expect(blocks).toBeGreaterThan(0.065)
    expect(blocks).toBeLessThan(0.093)
  })

  test('does not tell an error of a figure that is not there', () => {
    const windows = Array.from({ length: 30 }, () => Float64Array.of(1))
    const [none] = standardErrors(windows, [() => undefined], {
      blockLength: 5,
      resamples: 100,
      random: createRandom(1),
    })
    expect(none).toBeUndefined()
  })
})

/** Every way to take as many of all values as the first group has. */
function byEnumeration(before: readonly number[], after: readonly number[]): number {
  const ranks = doubledRanks([...before, ...after])
  const expected = before.length * (ranks.length + 1)
  const sumOf = (taken: readonly number[]) => taken.reduce((sum, rank) => sum + rank, 0)
  const observed = Math.abs(sumOf(ranks.slice(0, before.length)) - expected)
  let all = 0
  let beyond = 0
  for (let chosen = 0; chosen < 2 ** ranks.length; chosen++) {
    const taken = ranks.filter((_, place) => (chosen >> place) & 1)
    if (taken.length !== before.length) continue
    all += 1
    if (Math.abs(sumOf(taken) - expected) >= observed) beyond += 1
  }
  const ways = waysBySum(ranks, before.length).reduce((sum, count) => sum + count, 0)
  expect(ways).toBe(all)
  return beyond / all
}
