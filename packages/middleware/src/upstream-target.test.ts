import { describe, expect, test } from 'vitest'
import { targetsOf } from './upstream-target.ts'

describe('targetsOf()', () => {
  test('gives one target for each address of a tier', () => {
    expect(targetsOf({ addresses: ['127.0.0.1', '::1'], port: 8080 })).toEqual({
      basePath: '',
      targets: [
        { origin: 'http://127.0.0.1:8080', host: '127.0.0.1', port: 8080, tls: false },
        { origin: 'http://[::1]:8080', host: '::1', port: 8080, tls: false },
      ],
    })
  })

  test.each([
    ['http://api.example', { origin: 'http://api.example', host: 'api.example', port: 80, tls: false }, ''],
    ['https://api.example/', { origin: 'https://api.example', host: 'api.example', port: 443, tls: true }, ''],
    ['http://[::1]:81/v1/', { origin: 'http://[::1]:81', host: '::1', port: 81, tls: false }, '/v1'],
  ])('reads %s', (url, target, basePath) => {
    expect(targetsOf({ url })).toEqual({ basePath, targets: [target] })
  })

  test('refuses what is not HTTP', () => {
    expect(() => targetsOf({ url: 'ftp://files.example' })).toThrow(
      'Cannot send requests to ftp://files.example: found the scheme ftp: where http: or https: is wanted',
    )
  })

  test('refuses a tier without addresses', () => {
    expect(() => targetsOf({ addresses: [], port: 1 })).toThrow(
      'Cannot send requests to an upstream that has no address',
    )
  })
})
