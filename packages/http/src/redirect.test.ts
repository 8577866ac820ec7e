import { describe, expect, test } from 'vitest'
import { redirected } from './redirect.ts'
import { compileRequest, headerPairs } from './request.ts'

const request = (method: string) =>
  compileRequest(
    {
      method,
      url: '/shop/cart?x=1',
      headers: { Authorization: 'Bearer t', cookie: 'a=1', 'Content-Type': 'text/plain', 'x-mine': 'y' },
      body: method === 'GET' ? undefined : 'hello',
      isExpected: () => true,
    },
    ['http://127.0.0.1:80', 'http://127.0.0.2:80'],
  )

const toPlace = (location: string) =>
  redirected(request('GET'), 302, location)?.routes.map(({ origin, path }) => origin + path)

describe('redirected()', () => {
  test.each([
    ['/login', ['http://127.0.0.1/login', 'http://127.0.0.2/login']],
    ['items?y=2#part', ['http://127.0.0.1/shop/items?y=2', 'http://127.0.0.2/shop/items?y=2']],
    ['../', ['http://127.0.0.1/', 'http://127.0.0.2/']],
    ['?y=3', ['http://127.0.0.1/shop/cart?y=3', 'http://127.0.0.2/shop/cart?y=3']],
    ['//other/a', ['http://other/a']],
    ['https://other:444/a b', ['https://other:444/a%20b']],
    ['mailto:me@example.com', undefined],
    ['http://[', undefined],
  ])('leads to %s', (location, places) => {
    expect(toPlace(location)).toEqual(places)
  })

  test.each([
    ['POST', 301, 'GET', null],
    ['POST', 302, 'GET', null],
    ['POST', 303, 'GET', null],
    ['POST', 307, 'POST', 'hello'],
    ['POST', 308, 'POST', 'hello'],
    ['PUT', 301, 'PUT', 'hello'],
    ['PUT', 303, 'GET', null],
    ['HEAD', 303, 'HEAD', 'hello'],
    ['GET', 301, 'GET', null],
  ])('makes of %s after %i %s', (method, status, wanted, body) => {
    const to = redirected(request(method), status, '/')
    expect([to?.method, to?.body?.toString() ?? null]).toEqual([wanted, body])
    expect(headerPairs(to ?? request('GET')).some(([name]) => name === 'Content-Type')).toBe(method === wanted)
  })

  test('tells another origin nothing that was meant for this one', () => {
    const to = redirected(request('GET'), 302, 'http://elsewhere/')
    expect(to && headerPairs(to)).toEqual([
      ['Content-Type', 'text/plain'],
      ['x-mine', 'y'],
    ])
  })
})
