import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockText, durationText, momentText } from './duration.ts'
import { counted, nameAsWords, shortened } from './name.ts'
import { groupedText, significantText } from './number.ts'
import { quantityText, shareText } from './quantity.ts'

describe('groupedText()', () => {
  test.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [20_048, 0, '20,048'],
    [-1234.5, 2, '-1,234.50'],
    [1_234_567.891, 1, '1,234,567.9'],
    [-0.001, 1, '0.0'],
  ])('writes %d with %d decimals as %s', (value, decimals, text) => {
    expect(groupedText(value, decimals)).toBe(text)
  })

  test('loses no digit of a whole number', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(Number(groupedText(value, 0).replaceAll(',', ''))).toBe(value === 0 ? 0 : value)
      }),
    )
  })
})

describe('significantText()', () => {
  test.each([
    [0, '0'],
    [0.0042, '0.0042'],
    [0.423, '0.42'],
    [12.34, '12.3'],
    [1204.4, '1,204'],
  ])('writes %d as %s', (value, text) => {
    expect(significantText(value)).toBe(text)
  })
})

describe('durationText()', () => {
  test.each([
    [0, '0 ms'],
    [0.42, '0.42 ms'],
    [312, '312 ms'],
    [999.6, '1.00 s'],
    [4980, '4.98 s'],
    [9996, '10.0 s'],
    [59_949, '59.9 s'],
    [75_000, '1 min 15 s'],
    [60_000, '1 min'],
    [7_500_000, '2 h 5 min'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })
})

describe('momentText()', () => {
  test.each([
    [0, '0 s'],
    [1500, '1.5 s'],
    [7000, '7 s'],
    [23_400, '23 s'],
    [75_000, '1 min 15 s'],
    [-500, '-0.5 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(momentText(ms)).toBe(text)
  })
})

describe('clockText()', () => {
  test.each([
    [0, '0:00'],
    [75_400, '1:15'],
    [3_725_000, '1:02:05'],
    [-3000, '0:00'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(clockText(ms)).toBe(text)
  })
})

describe('shareText()', () => {
  test.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.45, '45.0 %'],
    [0.000_000_1, '< 0.01 %'],
    [0.999_999_9, '> 99.99 %'],
    [0.0042, '0.42 %'],
    [0.9951, '99.51 %'],
  ])('writes %d as %s', (share, text) => {
    expect(shareText(share)).toBe(text)
  })

  test('says none or all only where it is none or all', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }), (share) => {
        expect(['0 %', '100 %', '0.0 %', '100.0 %', '0.00 %', '100.00 %']).not.toContain(shareText(share))
      }),
    )
  })
})

describe('quantityText()', () => {
  test('writes a dash where there is nothing', () => {
    expect([quantityText(undefined, 'ms'), quantityText(null, 'share'), quantityText(Number.NaN, 'count')]).toEqual([
      '–',
      '–',
      '–',
    ])
  })

  test.each([
    [1_204, 'count', '1,204'],
    [0.55, 'count', '0.55'],
    [149.7, 'perSecond', '150/s'],
    [2_400_000, 'bytes', '2.40 MB'],
  ] as const)('writes %d %s as %s', (value, unit, text) => {
    expect(quantityText(value, unit)).toBe(text)
  })
})

describe('words', () => {
  test('nameAsWords() splits names from code and leaves names of TCP states', () => {
    expect(['servedToNobody', 'refused', 'TIME_WAIT', 'half-open'].map(nameAsWords)).toEqual([
      'served to nobody',
      'refused',
      'TIME_WAIT',
      'half open',
    ])
  })

  test('counted() has the noun agree with its number', () => {
    expect([counted(1, 'text'), counted(1200, 'text')]).toEqual(['1 text', '1,200 texts'])
  })

  test('shortened() is never longer than asked and one line', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, length) => {
        expect(shortened(text, length).length).toBeLessThanOrEqual(length)
        expect(shortened(text, length)).not.toMatch(/[\n\r]/)
      }),
    )
  })
})
