import { expect, test } from 'vitest'
import { deviationOf } from './deviation.ts'

const evenly = Float64Array.from({ length: 1000 }, (_, index) => 5000 + index)

test('deviationOf() arrivals that keep to the plan is nothing, whenever they began', () => {
  expect(deviationOf(evenly, 1000)).toEqual({ p50Ms: 0, p99Ms: 0, rateError: 0 })
})

test('deviationOf() is how far arrivals lie from their moments, to either side', () => {
  const off = evenly.map((ms, index) => ms + (index % 4 === 0 ? 0.3 : 0))
  const { p50Ms, p99Ms } = deviationOf(off, 1000)
  expect(p50Ms).toBe(0)
  expect(p99Ms).toBeCloseTo(0.3)
})

test('deviationOf() says how much too slow a rate was kept', () => {
  expect(
    deviationOf(
      evenly.map((ms) => (ms - 5000) * 2),
      1000,
    ).rateError,
  ).toBeCloseTo(-0.5)
})

test('deviationOf() does not take a late end for a slow rate', () => {
  const lateEnd = evenly.map((ms, index) => ms + (index > 989 ? 5 : 0))
  expect(Math.abs(deviationOf(lateEnd, 1000).rateError)).toBeLessThan(0.000_4)
})

test('deviationOf() leaves out what came first', () => {
  const slowStart = evenly.map((ms, index) => (index < 10 ? ms + 50 - index : ms + 40))
  expect(deviationOf(slowStart, 1000, 100).p99Ms).toBe(0)
})
