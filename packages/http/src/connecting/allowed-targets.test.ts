import { describe, expect, test } from 'vitest'
import { allowedTargets } from './allowed-targets.ts'

describe('allowedTargets()', () => {
  const allows = allowedTargets('10.0.0.0/8, fd00::/8,*.staging.example , api.example:8443, [::1]:8080,127.0.0.1')

  test.each([
    'http://10.1.2.3',
    'http://10.1.2.3:9999/x',
    'http://[fd12::1]/',
    'https://a.b.staging.example/',
    'https://API.example:8443',
    'http://[::1]:8080',
    'http://127.0.0.1:1',
  ])('allows %s', (url) => expect(allows(url)).toBe(true))

  test.each([
    'http://11.1.2.3',
    'http://staging.example',
    'http://evilstaging.example',
    'http://10.0.0.1.staging.example.evil',
    'https://api.example',
    'http://[::1]:81',
    'http://127.0.0.2',
    'http://[fe80::1]/',
    'not a url',
  ])('does not allow %s', (url) => expect(allows(url)).toBe(false))

  test('allows a name whose address is in an allowed block, and no other', () => {
    expect(allows('http://db.internal', '10.9.9.9')).toBe(true)
    expect(allows('http://db.internal', '11.9.9.9')).toBe(false)
  })

  test('takes the usual port where the address has none', () => {
    expect(allowedTargets('api.example:443')('https://api.example')).toBe(true)
    expect(allowedTargets('api.example:443')('http://api.example')).toBe(false)
  })

  test('says what is wanted instead of what it cannot read', () => {
    expect(() => allowedTargets('a b')).toThrow("Cannot allow the target 'a b': a host")
    expect(() => allowedTargets(' , ')).toThrow('names or address blocks are wanted')
  })
})
