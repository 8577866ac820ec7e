import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

const random = () => 0.25

describe('backoffMs()', () => {
  test('is always the same when it is fixed', () => {
    expect([1, 2, 9].map((retry) => backoffMs({ kind: 'fixed', ms: 30 }, retry, random))).toEqual([30, 30, 30])
  })

  test('doubles with each retry up to its maximum', () => {
    const plan = { kind: 'exponential', firstMs: 50, maxMs: 300, jitter: false } as const
    expect([1, 2, 3, 4, 5].map((retry) => backoffMs(plan, retry, random))).toEqual([50, 100, 200, 300, 300])
  })

  test('with jitter is drawn between zero and what it would be without', () => {
    const plan = { kind: 'exponential', firstMs: 50, maxMs: 300 } as const
    expect(backoffMs({ ...plan, jitter: true }, 2, random)).toBe(25)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retry, drawn) => {
          const longestMs = backoffMs({ ...plan, jitter: false }, retry, random)
          const ms = backoffMs({ ...plan, jitter: true }, retry, () => drawn)
          expect(ms).toBeGreaterThanOrEqual(0)
          expect(ms).toBeLessThanOrEqual(longestMs)
        },
      ),
    )
  })
})
