import { describe, expect, test } from 'vitest'
import { compileRequest, type HttpRequest, requestMaker } from './request.ts'

function request(changes: Partial<HttpRequest>): HttpRequest {
  return { method: 'GET', url: '/', headers: {}, body: undefined, isExpected: () => true, ...changes }
}

describe('requestMaker()', () => {
  const make = requestMaker(['http://127.0.0.1:8080', 'https://host/api/'])

  test('puts each path behind every target', () => {
    expect(make(request({ url: '/a?b=1' })).routes).toEqual([
      { origin: 'http://127.0.0.1:8080', path: '/a?b=1' },
      { origin: 'https://host', path: '/api/a?b=1' },
    ])
  })

  test('percent-encodes what a request line cannot hold, and leaves out a fragment', () => {
    expect(make(request({ url: '/a b/ü\ud800\r\n#top' })).routes[0]?.path).toBe('/a%20b/%C3%BC%EF%BF%BD%0D%0A')
  })

  test('sends a whole URL to its own host', () => {
    expect(make(request({ url: 'http://other:81/a?b' })).routes).toEqual([{ origin: 'http://other:81', path: '/a?b' }])
  })
})

describe('compileRequest()', () => {
  test('has a route for each target, whose own path goes first', () => {
    const { routes } = compileRequest(request({ url: '/search?q=1' }), [
      'http://127.0.0.1:80',
      'https://host:8443/api/',
    ])
    expect(routes).toEqual([
      { origin: 'http://127.0.0.1', path: '/search?q=1' },
      { origin: 'https://host:8443', path: '/api/search?q=1' },
    ])
  })

  test('sends a whole URL to its own host, whatever the targets', () => {
    const { routes } = compileRequest(request({ url: 'http://other:81/a?b' }), ['http://target'])
    expect(routes).toEqual([{ origin: 'http://other:81', path: '/a?b' }])
  })

  test('refuses a path without a target, and a scheme that is not HTTP', () => {
    expect(() => compileRequest(request({}), [])).toThrow('there is no target')
    expect(() => compileRequest(request({ url: 'ftp://host/' }), [])).toThrow("its scheme is 'ftp:'")
  })

  test.each([
    [{ Connection: 'close' }, true],
    [{ connection: 'x, Close' }, true],
    [{ connection: 'keep-alive' }, false],
    [{}, false],
  ])('knows whether %o asks to close the connection', (headers, asksToClose) => {
    expect(compileRequest(request({ headers: headers as Record<string, string> }), ['http://a']).asksToClose).toBe(
      asksToClose,
    )
  })
})
