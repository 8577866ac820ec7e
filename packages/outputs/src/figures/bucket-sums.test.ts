import { Histogram } from '@loadrun/metrics'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BucketSums } from './bucket-sums.ts'
import { bounds } from './series.ts'

test('BucketSums count every value once, in its bucket or, within 1 % of a bound, in the one below', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 90_000, noNaN: true }), { maxLength: 50 }), (durationsMs) => {
      const sums = new BucketSums()
      for (const durationMs of durationsMs) {
        const one = new Histogram(2)
        one.record(durationMs)
        sums.add(one.encode())
      }
      const { counts, count, sum } = sums.value
      expect(count).toBe(durationsMs.length)
      expect(counts.reduce((all, each) => all + each, 0)).toBe(durationsMs.length)
      const wanted = durationsMs.reduce((all, each) => all + each, 0) / 1000
      expect(Math.abs(sum - wanted)).toBeLessThanOrEqual(0.01 * wanted + 1e-6 * durationsMs.length)
      for (const [index, bound] of bounds.entries()) {
        const below = counts.slice(0, index + 1).reduce((all, each) => all + each, 0)
        const limitMs = bound * 1000
        expect(below).toBeGreaterThanOrEqual(durationsMs.filter((each) => each <= 0.99 * limitMs).length)
        expect(below).toBeLessThanOrEqual(durationsMs.filter((each) => each <= 1.011 * limitMs).length)
      }
    }),
  )
})
