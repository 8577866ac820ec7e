import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Histogram } from './histogram.ts'
import { RecentCounts } from './recent-counts.ts'

const durationsMs = fc.array(
  fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 3000, noNaN: true })),
  { maxLength: 200 },
)

test('a histogram is the same whether values came one by one or with their counts', () => {
  fc.assert(
    fc.property(durationsMs, (durations) => {
      const one = new Histogram()
      const other = new Histogram()
      for (const duration of durations) {
        one.record(duration)
        other.recordMany(duration, 1)
      }
      expect(one.encode()).toBe(other.encode())
      expect([one.maxMs, one.minMs, one.count]).toEqual([other.maxMs, other.minMs, other.count])
    }),
  )
})

test('RecentCounts hands over what it was given once, and does not hold a second or more', () => {
  const counts = new RecentCounts()
  const given = [0, 1, 2047, 2048, 2049, 4097, 2 ** 20 - 1, 1]
  expect(given.map((value) => counts.add(value))).toEqual(given.map(() => true))
  expect(counts.add(2 ** 20)).toBe(false)
  const taken: [number, number][] = []
  counts.empty((value, count) => taken.push([value, count]))
  counts.empty((value, count) => taken.push([value, count]))
  expect(taken).toEqual([
    [0, 1],
    [1, 2],
    [2047, 1],
    [2048, 2],
    [4096, 1],
    [2 ** 20 - 512, 1],
  ])
})
