import { describe, expect, test } from 'vitest'
import { parsePortRange } from './kernel-settings.ts'

describe('parsePortRange()', () => {
  test('reads both ends', () => {
    expect(parsePortRange('32768\t60999\n')).toEqual({ low: 32_768, high: 60_999 })
  })

  test.each(['', 'none', '5'])('refuses %j', (text) => {
    expect(() => parsePortRange(text)).toThrow('wanted two ports, low and high')
  })
})
