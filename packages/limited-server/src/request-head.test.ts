import { describe, expect, test } from 'vitest'
import { readHead } from './request-head.ts'

const headOf = (...lines: string[]) => `${['GET / HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n`

test.each([
  ['4194304', 4_194_304],
  ['9223372036854775807', Number(9_223_372_036_854_775_807n)],
  // It overflows to a larger number, which fasthttp does not notice.
  ['21000000000000000000', Number(2_553_255_926_290_448_384n)],
])('takes a length of %s', (length, body) => {
  expect(readHead(`POST / HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n`)).toMatchObject({ body })
})

test.each(['9223372036854775808', '99999999999999999999'])('refuses a length of %s as too long', (length) => {
  expect(readHead(`POST / HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n`)).toMatch(/: too long int\. Buffer size=/)
})

describe('readHead()', () => {
  test('says how long the head is and leaves the rest alone', () => {
    const head = headOf('Host: x')
    expect(readHead(`${head}GARBAGE`)).toMatchObject({ length: head.length })
  })

  test.each([
    ['GET / HTTP/1.1\r\n\r\n', false],
    ['GET / HTTP/1.0\r\n\r\n', true],
    ['GET / HTTP/9.9\r\n\r\n', true],
    ['GET /\r\n\r\n', true],
    ['GET / http/1.1\r\n\r\n', true],
    ['GET / HTTP/1.0\r\nConnection: a, Keep-Alive\r\n\r\n', false],
    ['GET / HTTP/1.0\r\nConnection: x\r\nConnection: keep-alive\r\n\r\n', true],
    [headOf('Connection: close'), true],
    [headOf('CONNECTION:  close  '), true],
    [headOf('Connection: Close'), false],
    [headOf('Connection: close, x'), false],
    [headOf('Connection: close', 'Connection: x'), false],
    [headOf('Connection: x', 'Connection: close'), true],
  ])('knows whether the client wants the connection closed: %j', (text, closes) => {
    expect(readHead(text)).toMatchObject({ closes })
  })

  test.each([
    [headOf(), undefined],
    [headOf('Content-Length: 5'), 5],
    [headOf('Content-Length: 5', 'Content-Length: 7'), 7],
    [headOf('Transfer-Encoding: gzip'), 'chunked'],
    [headOf('Transfer-Encoding: identity'), undefined],
    [headOf('Transfer-Encoding: chunked', 'Content-Length: x'), 'chunked'],
  ])('knows what body follows: %j', (text, body) => {
    expect(readHead(text)).toMatchObject({ body })
  })

  test.each(['GET / HTTP/1.1\r\n', 'GET / HTTP/1.1\r\nHost: x\r\n', '\r\n\r\n\n', headOf('nocolon')])(
    'wants more of %j',
    (text) => {
      expect(readHead(text)).toBeUndefined()
    },
  )

  test.each([
    ['GARBAGE\r\n', 'cannot find http request method in "GARBAGE\\r\\n". Buffer size=9, contents: "GARBAGE\\r\\n"'],
    ['GET  HTTP/1.1\r\n', 'requestURI cannot be empty in "GET  HTTP/1.1\\r\\n"'],
    [headOf('bad header: 1'), 'invalid header key "Bad header"'],
    [headOf('a: b', ' c: d'), 'invalid header key " c"'],
    [headOf('Content-Length: '), 'empty integer'],
    [headOf('Content-Length: -1'), 'unexpected first char found. Expecting 0-9'],
    [headOf('Content-Length: 1x'), 'non-numeric chars at the end of Content-Length'],
    [`${headOf('nocolon')}a: b`, 'invalid header name'],
  ])('says what is wrong with %j', (text, reason) => {
    expect(readHead(text)).toContain(`error when reading request headers: ${reason}`)
  })

  test('shows the head with the names as fasthttp rewrites them', () => {
    expect(readHead(headOf('x-FOO--bar: Q', 'b d: 1'))).toContain('\\r\\nX-Foo--bar: Q\\r\\nB d: 1\\r\\n')
  })

  test('shows the first and the last 200 bytes of a long head', () => {
    expect(readHead(headOf(`X: ${'a'.repeat(1000)}`, 'b d: 1'))).toMatch(
      /Buffer size=1031, contents: "GET .*a"\.\.\."a+\\r/,
    )
  })
})
