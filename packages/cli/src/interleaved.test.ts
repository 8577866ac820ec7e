import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interleaved } from './interleaved.ts'

describe('interleaved()', () => {
  test('goes there and back again', () => {
    expect(interleaved(['a', 'b'], 3).map(({ plan, repeat }) => `${plan}${repeat}`)).toEqual([
      'a1',
      'b1',
      'b2',
      'a2',
      'a3',
      'b3',
    ])
  })

  test('gives every plan the same mean place, for an even number of repeats', () => {
    const plans = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 4 }), (names, pairs) => {
        const order = interleaved(names, 2 * pairs)
        const sums = names.map((name) => order.reduce((sum, run, place) => (run.plan === name ? sum + place : sum), 0))
        expect(new Set(sums).size).toBe(1)
      }),
    )
  })
})
