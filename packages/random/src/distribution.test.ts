import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Distribution, drawMs, meanMs } from './distribution.ts'
import { createRandom, deriveSeed } from './random.ts'

const duration = fc.double({ min: 0, max: 60_000, noNaN: true })
const simple: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), ms: duration }),
  fc
    .tuple(duration, duration)
    .map(([a, b]) => ({ kind: 'uniform' as const, lowMs: Math.min(a, b), highMs: Math.max(a, b) })),
  fc.record({ kind: fc.constant('exponential' as const), meanMs: duration }),
  fc.record({ kind: fc.constant('normal' as const), meanMs: duration, deviationMs: duration }),
  fc.record({
    kind: fc.constant('lognormal' as const),
    medianMs: duration,
    sigma: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
)
const mixture: fc.Arbitrary<Distribution> = fc
  .array(fc.record({ weight: fc.double({ min: 0.01, max: 100, noNaN: true }), of: simple }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => ({ kind: 'mixture', parts }))

describe('drawMs()', () => {
  test('is never negative and repeats with its seed', () => {
    fc.assert(
      fc.property(fc.oneof(simple, mixture), fc.integer(), (distribution, seed) => {
        const first = drawMs(distribution, createRandom(seed))
        expect(first).toBeGreaterThanOrEqual(0)
        expect(drawMs(distribution, createRandom(seed))).toBe(first)
      }),
    )
  })

  test.each<Distribution>([
    { kind: 'fixed', ms: 70 },
    { kind: 'uniform', lowMs: 100, highMs: 300 },
    { kind: 'exponential', meanMs: 100 },
    { kind: 'normal', meanMs: 500, deviationMs: 50 },
    { kind: 'lognormal', medianMs: 80, sigma: 0.5 },
    {
      kind: 'mixture',
      parts: [
        { weight: 90, of: { kind: 'uniform', lowMs: 100, highMs: 300 } },
        { weight: 10, of: { kind: 'uniform', lowMs: 3000, highMs: 5000 } },
      ],
    },
  ])('has the mean that meanMs() says: $kind', (distribution) => {
    const random = createRandom(42)
    const draws = Array.from({ length: 40_000 }, () => drawMs(distribution, random))
    const mean = draws.reduce((sum, ms) => sum + ms, 0) / draws.length
    expect(Math.abs(mean / meanMs(distribution) - 1)).toBeLessThan(0.03)
  })

  test('draws the parts of a mixture in proportion to their weights', () => {
    const random = createRandom(7)
    const distribution: Distribution = {
      kind: 'mixture',
      parts: [
        { weight: 3, of: { kind: 'fixed', ms: 1 } },
        { weight: 1, of: { kind: 'fixed', ms: 2 } },
      ],
    }
    const draws = Array.from({ length: 20_000 }, () => drawMs(distribution, random))
    expect(draws.filter((ms) => ms === 1).length / draws.length).toBeCloseTo(0.75, 1)
  })
})

describe('deriveSeed()', () => {
  test('gives different labels different seeds', () => {
    const seeds = ['arrivals', 'latency', 'server', 'a', 'b'].map((label) => deriveSeed(1, label))
    expect(new Set(seeds).size).toBe(seeds.length)
  })
})
