import { describe, expect, test } from 'vitest'
import { addressText, destinationText } from './address-text.ts'

const words = (...bytes: number[]) => new Uint32Array(new Uint8Array(bytes).buffer)

describe('addressText()', () => {
  test.each([
    ['127.0.0.1', words(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1)],
    ['::1', words(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)],
    ['::', words(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['2001:db8::ff00:42', words(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0x42)],
  ])('writes %s', (text, address) => {
    expect(addressText(address)).toBe(text)
  })
})

describe('destinationText()', () => {
  test('puts an IPv6 address in brackets', () => {
    expect(destinationText('10.0.0.1', 80)).toBe('10.0.0.1:80')
    expect(destinationText('::1', 80)).toBe('[::1]:80')
  })
})
