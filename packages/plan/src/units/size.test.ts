import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseBytes } from './size.ts'

describe('parseBytes()', () => {
  test.each([
    ['4096B', 4096],
    ['4KiB', 4096],
    ['1.5KiB', 1536],
    ['4MiB', 4_194_304],
    ['1GiB', 1_073_741_824],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  test.each(['4', '4kB', '4 KiB', '-1B', '0.5B', '1e3B', ''])('does not read %j', (text) => {
    expect(parseBytes(text)).toBeUndefined()
  })

  test('reads every whole number of each unit', () => {
    const units = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(...Object.entries(units)), (count, [unit, bytes]) => {
        expect(parseBytes(`${count}${unit}`)).toBe(count * bytes)
      }),
    )
  })
})
