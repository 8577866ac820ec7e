import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockOffsetOf } from './clock-offset.ts'

describe('clockOffsetOf()', () => {
  test('is never further from the truth than it says, however uneven the ways are', () => {
    const wayMs = fc.double({ min: 0, max: 1000, noNaN: true })
    const exchange = fc.record({ askedAtMs: fc.integer({ min: 0, max: 1e6 }), thereMs: wayMs, backMs: wayMs })
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.array(exchange, { minLength: 1 }), (truthMs, exchanges) => {
        const offset = clockOffsetOf(
          exchanges.map(({ askedAtMs, thereMs, backMs }) => ({
            askedAtMs,
            theirsMs: askedAtMs + thereMs + truthMs,
            answeredAtMs: askedAtMs + thereMs + backMs,
          })),
        )
        expect(Math.abs((offset?.offsetMs ?? Number.NaN) - truthMs)).toBeLessThanOrEqual(
          (offset?.uncertaintyMs ?? 0) + 1e-6,
        )
      }),
    )
  })

  test('is unknown without an exchange', () => {
    expect(clockOffsetOf([])).toBeUndefined()
  })
})
