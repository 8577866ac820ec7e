import { goQuote } from './go-quote.ts'

/** What the head of a request says, as far as it changes what the server does. */
export interface RequestHead {
  /** Bytes up to and including the empty line. */
  readonly length: number
  readonly isGet: boolean
  readonly isHead: boolean
  /** False for every version that is not spelled `HTTP/1.1`. */
  readonly isHttp11: boolean
  /** The client wants the connection closed after the response. */
  readonly closes: boolean
  /** `undefined`: no body. */
  readonly body: 'chunked' | number | undefined
  /** It says so itself, beyond what its version says. */
  readonly asksForKeepAlive: boolean
  readonly expectsContinue: boolean
}

/** `undefined`: incomplete. A string: what is wrong, in fasthttp's words. */
export type HeadReading = RequestHead | string | undefined

/**
 * Reads a request head from text that has a character for each byte. It accepts, refuses and waits exactly where
 * fasthttp 1.31 does (header.go, `RequestHeader.parse`), among others: a missing Host is fine, a header line without
 * a colon means that more must come, `Connection` is compared by case, any other version counts as not HTTP/1.1.
 * With `end`, the reason why no more comes, an incomplete head is wrong.
 */
export function readHead(text: string, end?: string): HeadReading {
  const lineStart = skipEmptyLines(text)
  const lineEnd = text.indexOf('\n', lineStart)
  const incomplete = end === undefined ? undefined : headError(text, end)
  if (lineEnd < 0) return incomplete
  const line = text.slice(lineStart, text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd)

  const methodEnd = line.indexOf(' ')
  if (methodEnd <= 0) return headError(text, `cannot find http request method in ${goQuote(text)}`)
  const uriEnd = line.lastIndexOf(' ')
  if (uriEnd === methodEnd + 1) return headError(text, `requestURI cannot be empty in ${goQuote(text)}`)
  const isHttp11 = uriEnd > methodEnd && line.slice(uriEnd + 1) === 'HTTP/1.1'

  const headersStart = lineEnd + 1
  if (!hasEmptyLine(text, headersStart)) return incomplete
  return readHeaders(text, headersStart, isHttp11, line.slice(0, methodEnd), end)
}

/** fasthttp's words for an error in a head, with the start and the end of what it had read. */
function headError(text: string, reason: string): string {
  const contents = text.length <= 400 ? goQuote(text) : `${goQuote(text.slice(0, 200))}...${goQuote(text.slice(-200))}`
  return `error when reading request headers: ${reason}. Buffer size=${text.length}, contents: ${contents}`
}

function skipEmptyLines(text: string): number {
  let at = 0
  for (;;) {
    if (text.startsWith('\n', at)) at += 1
    else if (text.startsWith('\r\n', at)) at += 2
    else return at
  }
}

function hasEmptyLine(text: string, headersStart: number): boolean {
  if (text.startsWith('\n', headersStart) || text.startsWith('\r\n', headersStart)) return true
  for (let at = text.indexOf('\n', headersStart); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text.startsWith('\n', at + 1) || text.startsWith('\r\n', at + 1)) return true
  }
  return false
}

function readHeaders(
  text: string,
  headersStart: number,
  isHttp11: boolean,
  method: string,
  end: string | undefined,
): HeadReading {
  const fields = new HeaderFields()
  const keys: number[] = []
  let at = headersStart
  while (!text.startsWith('\r\n', at) && !text.startsWith('\n', at)) {
    const colon = text.indexOf(':', at)
    const lineEnd = text.indexOf('\n', at)
    if (lineEnd < 0 || colon < 0 || lineEnd < colon) {
      const wrong = fields.wrong ?? (lineEnd >= 0 && lineEnd < colon ? 'invalid header name' : end)
      return wrong === undefined ? undefined : headError(normalizeKeys(text, keys), wrong)
    }
    const valueEnd = findValueEnd(text, colon + 1)
    keys.push(at, colon)
    fields.add(text.slice(at, colon), text, colon + 1, valueEnd)
    at = valueEnd + 1
  }
  if (fields.wrong !== undefined) return headError(normalizeKeys(text, keys), fields.wrong)
  return {
    length: text.indexOf('\n', at) + 1,
    isGet: method === 'GET',
    isHead: method === 'HEAD',
    isHttp11,
    closes: fields.closes || (!isHttp11 && !asksForKeepAlive(fields.connection)),
    body: fields.body,
    asksForKeepAlive: asksForKeepAlive(fields.connection),
    expectsContinue: fields.expect === '100-continue',
  }
}

/** What the header fields say; of most fields only a few change what the server does. */
class HeaderFields {
  body: RequestHead['body']
  closes = false
  /** The first `Connection` that is not `close`. */
  connection: string | undefined
  expect: string | undefined
  #wrongKey: string | undefined
  #wrongLength: string | undefined

  get wrong(): string | undefined {
    return this.#wrongKey ?? this.#wrongLength
  }

  add(key: string, text: string, valueStart: number, valueEnd: number): void {
    if (key.includes(' ') || key.includes('\t')) {
      this.#wrongKey = `invalid header key ${goQuote(normalizeKey(key))}`
      return
    }
    switch (key.toLowerCase()) {
      case 'content-length':
        this.#addLength(readValue(text, valueStart, valueEnd))
        break
      case 'transfer-encoding':
        if (readValue(text, valueStart, valueEnd) !== 'identity') this.body = 'chunked'
        break
      case 'connection': {
        const value = readValue(text, valueStart, valueEnd)
        this.closes = value === 'close'
        if (!this.closes) this.connection ??= value
        break
      }
      case 'expect':
        this.expect ??= readValue(text, valueStart, valueEnd)
        break
    }
  }

  #addLength(value: string): void {
    if (this.body === 'chunked') return
    const length = readContentLength(value)
    if (typeof length === 'number') {
      this.body = length
    } else {
      this.body = undefined
      this.#wrongLength ??= length
    }
  }
}

/** The newline that ends a value. A line that starts with a blank and has no colon continues the value. */
function findValueEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start)
  for (;;) {
    const next = text[end + 1]
    if (next !== ' ' && next !== '\t') return end
    const nextEnd = text.indexOf('\n', end + 1)
    if (nextEnd < 0 || text.slice(end + 1, nextEnd).includes(':')) return end
    end = nextEnd
  }
}

function readValue(text: string, valueStart: number, valueEnd: number): string {
  const raw = text.slice(valueStart, valueEnd)
  let start = 0
  let end = raw.length
  while (raw[start] === ' ') start += 1
  if (end > start && raw[end - 1] === '\r') end -= 1
  while (end > start && raw[end - 1] === ' ') end -= 1
  const value = raw.slice(start, end)
  return value.includes('\n') ? value.replace(/\r?\n(\t*)/g, (_, tabs: string) => ' '.repeat(tabs.length)) : value
}

function readContentLength(value: string): number | string {
  const digits = /^[0-9]*/.exec(value)?.[0] ?? ''
  if (value === '') return 'empty integer'
  if (digits === '') return 'unexpected first char found. Expecting 0-9'
  const length = readUnsigned(digits)
  if (length === undefined) return 'too long int'
  return digits === value ? length : 'non-numeric chars at the end of Content-Length'
}

/** `undefined` where 64 bits overflow, as far as fasthttp notices it: by a number that a further digit makes smaller. */
function readUnsigned(digits: string): number | undefined {
  if (digits.length < 19) return Number(digits)
  let value = 0n
  for (const digit of digits) {
    const next = BigInt.asIntN(64, 10n * value + BigInt(digit))
    if (next < value) return undefined
    value = next
  }
  return Number(value)
}

function asksForKeepAlive(connection: string | undefined): boolean {
  return connection?.split(',').some((token) => token.replace(/^ +| +$/g, '').toLowerCase() === 'keep-alive') ?? false
}

/** The text after fasthttp has rewritten the header names in place, as its error messages show it. */
function normalizeKeys(text: string, keys: readonly number[]): string {
  let normalized = ''
  let done = 0
  for (let index = 0; index + 1 < keys.length; index += 2) {
    const start = keys[index] ?? done
    const end = keys[index + 1] ?? start
    normalized += text.slice(done, start) + normalizeKey(text.slice(start, end))
    done = end
  }
  return normalized + text.slice(done)
}

/** Upper case for the first letter and for what follows a dash, lower case for the others; ASCII letters only. */
function normalizeKey(key: string): string {
  let normalized = ''
  let nextStartsWord = true
  for (const character of key) {
    const startsWord: boolean = nextStartsWord
    nextStartsWord = character === '-' && !startsWord
    normalized += startsWord ? character.replace(/[a-z]/, asUpper) : character.replace(/[A-Z]/, asLower)
  }
  return normalized
}

const asUpper = (letter: string) => letter.toUpperCase()
const asLower = (letter: string) => letter.toLowerCase()
