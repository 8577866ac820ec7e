import { describe, expect, test } from 'vitest'
import { parseLocalAddresses } from './local-addresses.ts'

describe('parseLocalAddresses()', () => {
  test.each([
    ['127.0.0.1', ['127.0.0.1']],
    ['::1', ['::1']],
    ['10.0.0.254-10.0.1.1', ['10.0.0.254', '10.0.0.255', '10.0.1.0', '10.0.1.1']],
    ['255.255.255.254 - 255.255.255.255', ['255.255.255.254', '255.255.255.255']],
  ])('reads %s', (text, addresses) => {
    expect(parseLocalAddresses(text)).toEqual(addresses)
  })

  test.each(['', 'localhost', '10.0.0.9-10.0.0.1', '10.0.0.1-', '::1-::5', '1.0.0.0-2.0.0.0', '1.1.1.1-2-3'])(
    'does not read %j',
    (text) => {
      expect(parseLocalAddresses(text)).toBeUndefined()
    },
  )
})
