import fc from 'fast-check'

/** An answer as a server might send it, sound or not. */
export interface GivenAnswer {
  readonly method: 'GET' | 'HEAD'
  /** In Latin-1. */
  readonly bytes: string
  /** It ends where the connection does. */
  readonly endsWithConnection: boolean
}

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/)
const value = fc.stringMatching(/^[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]{0,30}[\x21-\x7e\x80-\xff])?$/)
const special = /^(connection|proxy-connection|keep-alive|content-length|transfer-encoding|upgrade)$/i
const field = fc
  .tuple(
    token.filter((name) => !special.test(name)),
    fc.constantFrom('', ' ', '\t ', '   '),
    fc.oneof(value, fc.constant('')),
    fc.constantFrom('', ' ', '\t'),
  )
  .map(([name, before, given, after]) => `${name}:${before}${given}${after}\r\n`)
const fields = fc.array(field, { maxLength: 5 }).map((all) => all.join(''))
const connection = fc.constantFrom(
  '',
  '',
  '',
  'Connection: close\r\n',
  'connection:keep-alive\r\n',
  'CONNECTION: x, Close\r\n',
  'Connection: closed\r\n',
  'Connection: a close\r\n',
  'Connection: keep-alive\r\nConnection: close\r\n',
  'Keep-Alive: timeout=1\r\n',
  'Keep-Alive: max=7, timeout=75\r\n',
)
const body = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const status = fc.oneof(fc.integer({ min: 200, max: 999 }), fc.constantFrom(200, 204, 304, 404, 503))
const reason = fc.constantFrom('', ' ', ' OK', ' Not \xe9 \t here')
const statusLine = fc
  .tuple(fc.constantFrom('1.1', '1.1', '1.1', '1.0'), status, reason)
  .map(([version, code, words]) => ({ line: `HTTP/${version} ${code}${words}\r\n`, code }))
const interim = fc
  .tuple(fc.constantFrom(102, 103, 199), fields)
  .map(([code, given]) => `HTTP/1.1 ${code} Wait\r\n${given}\r\n`)
const extension = fc.constantFrom('', '', ';a', ';a=b', ';a="b c;d\\"";e=f', ';=')
const chunks = fc
  .tuple(fc.array(fc.tuple(body, extension, fc.boolean()), { maxLength: 4 }), extension, fields)
  .map(([parts, last, trailers]) => {
    const written = parts
      .filter(([part]) => part !== '')
      .map(([part, given, upper]) => {
        const size = part.length.toString(16)
        return `${upper ? size.toUpperCase() : `0${size}`}${given}\r\n${part}\r\n`
      })
    return `${written.join('')}0${last}\r\n${trailers}\r\n`
  })

interface Framing {
  readonly fields: string
  readonly body: string
  readonly endsWithConnection: boolean
}

const framing: fc.Arbitrary<Framing> = fc.oneof(
  body.map((text) => ({ fields: `Content-Length: ${text.length}\r\n`, body: text, endsWithConnection: false })),
  chunks.map((text) => ({ fields: 'Transfer-Encoding: chunked\r\n', body: text, endsWithConnection: false })),
  chunks.map((text) => ({ fields: 'transfer-encoding: gzip , Chunked\r\n', body: text, endsWithConnection: false })),
  body.map((text) => ({ fields: '', body: text, endsWithConnection: true })),
  body.map((text) => ({ fields: 'Transfer-Encoding: gzip\r\n', body: text, endsWithConnection: true })),
)

/** Answers as RFC 9112 has them. */
export const soundAnswer: fc.Arbitrary<GivenAnswer> = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
    interims: fc.array(interim, { maxLength: 2 }),
    statusLine,
    before: fields,
    connection,
    framing,
    after: fields,
  })
  .map(({ method, interims, statusLine: { line, code }, before, connection: kept, framing: framed, after }) => {
    const hasBody = method === 'GET' && code !== 204 && code !== 304
    const head = `${line}${before}${kept}${framed.fields}${after}\r\n`
    return {
      method,
      bytes: `${interims.join('')}${head}${hasBody ? framed.body : ''}`,
      endsWithConnection: hasBody && framed.endsWithConnection,
    }
  })

const splinter = fc.oneof(
  fc.constantFrom('\r', '\n', '\r\n', '\0', ' ', '\t', ':', ',', ';', '"', '\r\n ', '\x7f', '\xff', '0', '7', 'f', 'x'),
  fc.constantFrom('\r\nContent-Length: 3', '\r\nTransfer-Encoding: chunked', '\r\nContent-Length: 3, 3', '\r\n\r\n'),
  fc.constantFrom('\r\nContent-Length: 3 ', '\r\nContent-Length: 3\t', '\r\nX: a\r\n b', '\r\n\tfolded'),
  fc.constantFrom(
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 200 OK\r\n\r\n',
    '\r\nContent-Length: -1',
    'X'.repeat(17_000),
  ),
)

/** Sound answers with up to three places where bytes were put in, taken out or put in the place of others. */
export const hostileAnswer: fc.Arbitrary<GivenAnswer> = fc
  .tuple(
    soundAnswer,
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 4 }), splinter), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([answer, damages]) => ({
    ...answer,
    bytes: damages.reduce((bytes, [where, removed, splint]) => {
      const at = Math.floor(where * bytes.length)
      return bytes.slice(0, at) + splint + bytes.slice(at + removed)
    }, answer.bytes),
    endsWithConnection: true,
  }))
