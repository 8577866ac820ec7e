import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begunBy, begunPerSecond, timeWaitsBegun } from './time-wait-flow.ts'

const secondsOf = (length: number) => Array.from({ length }, (_, second) => second)

describe('timeWaitsBegun()', () => {
  test('finds again how many began each second, however long the run', () => {
    const rates = fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(rates, (perSecond) => {
        const sum = (from: number, to: number) => perSecond.slice(Math.max(0, from), to).reduce((a, b) => a + b, 0)
        const points = secondsOf(perSecond.length + 1).map((second) => ({
          atMs: second * 1000,
          timeWait: sum(second - 60, second),
        }))
        const begun = timeWaitsBegun(points)
        expect(begun.map(({ count }) => count)).toEqual(points.map((_, second) => sum(0, second)))
      }),
    )
  })

  test('never falls, though sockets left over from before go away', () => {
    const points = [900, 600, 0, 0].map((timeWait, second) => ({ atMs: second * 1000, timeWait }))
    expect(timeWaitsBegun(points).map(({ count }) => count)).toEqual([900, 900, 900, 900])
  })
})

describe('begunBy()', () => {
  const begun = [
    { atMs: 0, count: 10 },
    { atMs: 1000, count: 30 },
  ]

  test('is 0 before the first point, in proportion between points, and the last count afterwards', () => {
    expect([-1, 0, 250, 1000, 9000].map((atMs) => begunBy(begun, atMs))).toEqual([0, 10, 15, 30, 30])
    expect(begunBy([], 5)).toBe(0)
  })
})

describe('begunPerSecond()', () => {
  test('looks at the window alone', () => {
    const begun = secondsOf(21).map((second) => ({
      atMs: second * 1000,
      count: second <= 10 ? 0 : (second - 10) * 40,
    }))
    expect(begunPerSecond(begun, 10_000)).toBeCloseTo(40)
    expect(begunPerSecond(begun, 20_000)).toBeCloseTo(20)
  })

  test('is 0 from fewer than two points', () => {
    expect(begunPerSecond([], 1000)).toBe(0)
    expect(begunPerSecond([{ atMs: 0, count: 9 }], 1000)).toBe(0)
  })
})
