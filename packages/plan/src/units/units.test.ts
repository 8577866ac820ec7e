import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestDurationMs, parseDurationMs } from './duration.ts'
import { parseRatePerSecond } from './rate.ts'
import { parseShare } from './share.ts'

describe('parseDurationMs()', () => {
  test.each([
    ['250ms', 250],
    ['5s', 5000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['1.5s', 1500],
    ['1.1s', 1100],
    ['0.25ms', 0.25],
    ['0s', 0],
    ['2m5ms', 120_005],
    ['1d2h3m4s5ms', 93_784_005],
    ['24d', longestDurationMs],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms)
  })

  test.each([
    '',
    '5',
    '5 s',
    '-5s',
    '5S',
    's',
    '30s1m',
    '1s1s',
    '1e3ms',
    '.5s',
    '5sec',
    'none',
    '24d1ms',
    '9'.repeat(400).concat('s'),
  ])('does not take %s for a duration', (text) => {
    expect(parseDurationMs(text)).toBeUndefined()
  })

  test('gives back the parts that a text was made of', () => {
    const upTo = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: undefined })
    fc.assert(
      fc.property(upTo(100), upTo(59), upTo(59), upTo(999), (h, m, s, ms) => {
        const text = [
          [h, 'h'],
          [m, 'm'],
          [s, 's'],
          [ms, 'ms'],
        ]
          .filter(([value]) => value !== undefined)
          .map(([value, unit]) => `${value}${unit}`)
          .join('')
        fc.pre(text !== '')
        expect(parseDurationMs(text)).toBe((h ?? 0) * 3_600_000 + (m ?? 0) * 60_000 + (s ?? 0) * 1000 + (ms ?? 0))
      }),
    )
  })
})

describe('parseRatePerSecond()', () => {
  test.each([
    ['150/s', 150],
    ['9000/m', 150],
    ['36/h', 0.01],
    ['0.5/s', 0.5],
    ['150 / s', 150],
    [150, 150],
  ])('reads %s as %d a second', (given, ratePerSecond) => {
    expect(parseRatePerSecond(given)).toBe(ratePerSecond)
  })

  test.each(['150', '150/d', '/s', '150s', '-1/s', '1e9/s'])('does not take %s for a rate', (text) => {
    expect(parseRatePerSecond(text)).toBeUndefined()
  })

  test('says the same of a rate in any unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (rate) => {
        expect(parseRatePerSecond(`${rate}/s`)).toBe(rate)
        expect(parseRatePerSecond(`${rate * 60}/m`)).toBe(rate)
        expect(parseRatePerSecond(`${rate * 3600}/h`)).toBe(rate)
      }),
    )
  })
})

describe('parseShare()', () => {
  test.each([
    ['35%', 0.35],
    ['0.35', 0.35],
    ['100%', 1],
    ['1', 1],
    ['0', 0],
    ['0.5%', 0.005],
  ])('reads %s as %d', (text, share) => {
    expect(parseShare(text)).toBe(share)
  })

  test.each(['101%', '1.5', '-1%', '', '%', 'half'])('does not take %s for a share', (text) => {
    expect(parseShare(text)).toBeUndefined()
  })
})
