import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseBytes, parseBytesPerSecond } from './size.ts'

describe('parseBytes()', () => {
  test.each([
    ['4096B', 4096],
    ['4KiB', 4096],
    ['1.5KiB', 1536],
    ['64KB', 64_000],
    ['1.5MB', 1_500_000],
    ['1GB', 1_000_000_000],
    ['4MiB', 4_194_304],
    ['1GiB', 1_073_741_824],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  test.each(['4', '4kB', '4 KiB', '-1B', '0.5B', '1e3B', ''])('does not read %j', (text) => {
    expect(parseBytes(text)).toBeUndefined()
  })

  test('reads every whole number of each unit', () => {
    const units = { B: 1, KB: 1000, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(...Object.entries(units)), (count, [unit, bytes]) => {
        expect(parseBytes(`${count}${unit}`)).toBe(count * bytes)
      }),
    )
  })
})

describe('parseBytesPerSecond()', () => {
  test('reads a size a second, and nothing else', () => {
    expect(parseBytesPerSecond('64KB/s')).toBe(64_000)
    expect(parseBytesPerSecond('1MiB/s')).toBe(1_048_576)
    for (const text of ['64KB', '64KB/m', '/s', '64/s']) expect(parseBytesPerSecond(text)).toBeUndefined()
  })
})
