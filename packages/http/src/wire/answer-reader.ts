import { byte, hexDigit, tokenByte, valueByte } from './bytes.ts'
import { FieldTokens } from './field-tokens.ts'
import { type HeadFacts, KnownHead } from './known-head.ts'

/** Who is told what a reader finds. Bytes are only lent: they are overwritten after the call. */
export interface AnswerSink {
  /** The head of the final answer has come; `reader.headText()` is there during the call. Says whether the body is wanted. */
  onHead(): boolean
  onBody(bytes: Buffer, from: number, to: number): void
}

/** Bytes of a head, and of the trailers, at most: Node's and undici's bound, here counted with the separators. */
const headLimit = 16_384

const word = (text: string): Uint8Array => Buffer.from(text, 'latin1')

const protocolName = word('HTTP/1.')
/** As in `HTTP/1.1 200`. */
const usualStatus = 12
const close = word('close')
const keepAlive = word('keep-alive')
const chunked = word('chunked')
const timeout = word('timeout=')

/** Fields that say where the answer ends and whether another may follow. */
const fieldNames = ['connection', 'proxy-connection', 'keep-alive', 'content-length', 'transfer-encoding'].map(word)
const longestFieldName = 17
/** 1 for each length that one of them has. */
const knownLength = Uint8Array.from({ length: longestFieldName + 1 }, (_, length) =>
  Number(fieldNames.some((name) => name.length === length)),
)

const field = { other: -1, connection: 0, proxyConnection: 1, keepAlive: 2, contentLength: 3, transferEncoding: 4 }

/** What is expected next. */
const state = {
  start: 0,
  protocol: 1,
  minorVersion: 2,
  spaceAfterVersion: 3,
  status: 4,
  afterStatus: 5,
  reason: 6,
  lineFeed: 7,
  line: 8,
  name: 9,
  beforeValue: 10,
  value: 11,
  valueLineFeed: 12,
  headLineFeed: 13,
  fixedBody: 14,
  bodyUntilClose: 15,
  chunkSizeStart: 16,
  chunkSize: 17,
  extensionName: 18,
  extensionValue: 19,
  quoted: 20,
  quotedPair: 21,
  afterQuoted: 22,
  chunkLineFeed: 23,
  chunkData: 24,
  chunkEndReturn: 25,
  chunkEndLineFeed: 26,
  done: 27,
} as const

type State = (typeof state)[keyof typeof state]

/** Of all readers of a thread. */
const knownHead = new KnownHead()

/**
 * Reads answers of HTTP/1.1 (RFC 9112) from bytes as they come, however they are cut. It looks at each byte of a head
 * once, skips bodies that nobody wants, and allocates nothing for an answer that comes in one piece.
 *
 * It is as strict as undici: line ends are CRLF, folded fields and answers with two lengths are refused. So are interim
 * answers 100 and 101, which nobody asked for.
 */
export class AnswerReader {
  /** Of the final answer. */
  status = 0
  /** What was wrong with the answer; nothing is read any more. */
  problem: string | undefined
  #sink: AnswerSink | undefined
  #state: State = state.done
  #isHead = false
  #wantsBody = false
  #inTrailers = false
  #minorVersion = 0
  #matched = 0
  /** Bytes of this head, or of these trailers, so far. */
  #headSize = 0
  /** What came of the head in earlier pieces. */
  #headBefore = ''
  #head: Buffer | undefined
  #headFrom = 0
  #headTo = 0
  readonly #name = new Uint8Array(longestFieldName)
  #nameLength = 0
  #field = field.other
  readonly #tokens = new FieldTokens()
  #hasLength = false
  #hasEncoding = false
  #isChunked = false
  #saysClose = false
  #saysKeepAlive = false
  #length = 0
  #left = 0
  #digits = 0
  /** How long the server keeps an idle connection; `undefined` where it does not say. */
  keepAliveMs: number | undefined

  /** Expects an answer, of which the sink is told. One to HEAD has no body. */
  begin(isHead: boolean, sink: AnswerSink): void {
    this.#sink = sink
    this.#isHead = isHead
    this.#isChunked = false
    this.problem = undefined
    this.status = 0
    this.#beginHead()
  }

  get isDone(): boolean {
    return this.#state === state.done
  }

  /** The answer has ended, and by what it says another may come on the same connection. */
  get allowsReuse(): boolean {
    if (this.#state !== state.done || this.problem !== undefined || this.#saysClose) return false
    if (this.#minorVersion === 0 && !this.#saysKeepAlive) return false
    if (this.#isHead || this.status === 304) return true
    // Such an answer must have no body, but its sender may think that it has.
    if (this.status === 204) return this.#length === 0 && !this.#hasEncoding
    return this.#isChunked || this.#hasLength
  }

  /** The head of the final answer as it was sent, in Latin-1: only to be asked for in `onHead`. */
  headText(): string {
    return this.#headBefore + (this.#head?.toString('latin1', this.#headFrom, this.#headTo) ?? '')
  }

  /** The other end has closed its side. `true`: the answer is whole. */
  end(): boolean {
    if (this.#state === state.bodyUntilClose) this.#state = state.done
    return this.#state === state.done && this.problem === undefined
  }

  /** Reads from `from`; returns where the answer ended, or `to`. After a problem, the position it was found at. */
  read(bytes: Buffer, from: number, to: number): number {
    let at = from
    this.#head = bytes
    this.#headFrom = from
    if (this.#state === state.start) at = this.#takeKnownHead(bytes, at, to)
    while (at < to && this.#state !== state.done) {
      at = this.#state >= state.fixedBody ? this.#readBody(bytes, at, to) : this.#readHead(bytes, at, to)
      if (this.problem !== undefined) return at
    }
    if (this.#state < state.fixedBody && !this.#inTrailers) {
      this.#headBefore += bytes.toString('latin1', this.#headFrom, to)
    }
    return at
  }

  /** The whole head, where it is the same as the last one; returns where it ends, or `from`. */
  #takeKnownHead(bytes: Buffer, from: number, to: number): number {
    const facts = this.#headSize === 0 ? knownHead.factsAt(bytes, from, to) : undefined
    if (facts === undefined) return from
    this.status = facts.status
    this.#minorVersion = facts.minorVersion
    this.#hasLength = facts.hasLength
    this.#length = facts.length
    this.#hasEncoding = facts.hasEncoding
    this.#isChunked = facts.isChunked
    this.#saysClose = facts.saysClose
    this.#saysKeepAlive = facts.saysKeepAlive
    this.keepAliveMs = facts.keepAliveMs
    this.#headTo = from + knownHead.length
    this.#endHead(this.#headTo - 1)
    return this.#headTo
  }

  get #facts(): HeadFacts {
    return {
      status: this.status,
      minorVersion: this.#minorVersion,
      hasLength: this.#hasLength,
      length: this.#length,
      hasEncoding: this.#hasEncoding,
      isChunked: this.#isChunked,
      saysClose: this.#saysClose,
      saysKeepAlive: this.#saysKeepAlive,
      keepAliveMs: this.keepAliveMs,
    }
  }

  #readHead(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to) {
      const code = bytes[at] ?? 0
      switch (this.#state) {
        case state.name:
          at = this.#takeName(bytes, at, to)
          if (at === to) return this.#countHead(from, at)
          if (bytes[at] !== byte.colon) return this.#refuse('a field name holds what it may not', at)
          this.#field = this.#knownField()
          this.#state = state.beforeValue
          break
        case state.beforeValue:
          if (code === byte.space || code === byte.tab) break
          this.#state = state.value
          continue
        case state.value:
          if (this.#field === field.other) {
            while (at < to && valueByte[bytes[at] ?? 0] === 1) at++
            if (at === to) return this.#countHead(from, at)
            if (bytes[at] !== byte.cr) return this.#refuse('a field value holds what it may not', at)
            this.#state = state.valueLineFeed
            at++
            continue
          }
          if (code !== byte.cr && valueByte[code] !== 1) return this.#refuse('a field value holds what it may not', at)
          if (!this.#takeValue(code)) return this.#refuse('its Content-Length is not a number', at)
          if (code === byte.cr) this.#state = state.valueLineFeed
          break
        case state.valueLineFeed:
          if (code !== byte.lf) return this.#refuse('a field ends without a line feed', at)
          this.#state = state.line
          break
        case state.line:
          if (code === byte.cr) {
            this.#state = state.headLineFeed
            break
          }
          if (code === byte.space || code === byte.tab) return this.#refuse('a field is folded over lines', at)
          this.#nameLength = 0
          this.#state = state.name
          if (tokenByte[code] === 0) return this.#refuse('a field name holds what it may not', at)
          continue
        case state.headLineFeed:
          if (code !== byte.lf) return this.#refuse('its head ends without a line feed', at)
          return this.#takeHeadEnd(bytes, from, at)
        case state.reason:
          while (at < to && bytes[at] !== byte.cr && bytes[at] !== byte.lf) at++
          if (at === to) return this.#countHead(from, at)
          if (bytes[at] === byte.lf) return this.#refuse('its status line cannot be read', at)
          this.#state = state.lineFeed
          break
        case state.start:
          if (this.#takeUsualStatus(bytes, at, to)) {
            at += usualStatus
            continue
          }
          if (!this.#takeStatusLine(code)) return this.#refuse(this.#statusLineProblem(), at)
          break
        default:
          if (!this.#takeStatusLine(code)) return this.#refuse(this.#statusLineProblem(), at)
      }
      at++
    }
    return this.#countHead(from, at)
  }

  /** A status line that has come in one piece, as nearly all do, up to its status. `false`: it is to be read by bytes. */
  #takeUsualStatus(bytes: Buffer, at: number, to: number): boolean {
    if (to - at < usualStatus) return false
    for (let index = 0; index < protocolName.length; index++) {
      if (bytes[at + index] !== protocolName[index]) return false
    }
    const minor = (bytes[at + 7] ?? 0) - byte.zero
    const hundreds = (bytes[at + 9] ?? 0) - byte.zero
    const tens = (bytes[at + 10] ?? 0) - byte.zero
    const ones = (bytes[at + 11] ?? 0) - byte.zero
    const isStatus = hundreds > 0 && hundreds < 10 && tens >= 0 && tens < 10 && ones >= 0 && ones < 10
    if ((minor !== 0 && minor !== 1) || bytes[at + 8] !== byte.space || !isStatus) return false
    this.#minorVersion = minor
    this.status = hundreds * 100 + tens * 10 + ones
    this.#state = state.afterStatus
    return true
  }

  #takeStatusLine(code: number): boolean {
    switch (this.#state) {
      case state.start:
        // Left over from a body that was longer than it said, by a habit of old.
        if (code === byte.cr || code === byte.lf) return true
        this.#matched = 1
        this.#state = state.protocol
        return code === protocolName[0]
      case state.protocol:
        if (code !== protocolName[this.#matched++]) return false
        if (this.#matched === protocolName.length) this.#state = state.minorVersion
        return true
      case state.minorVersion:
        this.#minorVersion = code - byte.zero
        this.#state = state.spaceAfterVersion
        return this.#minorVersion === 0 || this.#minorVersion === 1
      case state.spaceAfterVersion:
        this.#matched = 0
        this.status = 0
        this.#state = state.status
        return code === byte.space
      case state.status:
        if (code < byte.zero || code > byte.nine) return false
        this.status = this.status * 10 + code - byte.zero
        if (++this.#matched === 3) this.#state = state.afterStatus
        return this.#matched < 3 || this.status >= 100
      case state.afterStatus:
        if (code === byte.space) this.#state = state.reason
        else if (code === byte.cr) this.#state = state.lineFeed
        else return false
        return true
      default:
        this.#state = state.line
        return code === byte.lf
    }
  }

  #statusLineProblem(): string {
    return this.#state <= state.minorVersion || this.#state === state.spaceAfterVersion
      ? 'it does not begin with HTTP/1.1'
      : 'its status line cannot be read'
  }

  /** As much of a field's name as has come; returns where it ends. It is kept where it may be one of those known. */
  #takeName(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to && tokenByte[bytes[at] ?? 0] !== 0) at++
    const length = this.#nameLength + at - from
    if (at === to ? length <= longestFieldName : knownLength[length] === 1) {
      for (let index = from; index < at; index++) {
        this.#name[this.#nameLength + index - from] = tokenByte[bytes[index] ?? 0] ?? 0
      }
    }
    this.#nameLength = length
    return at
  }

  #knownField(): number {
    // Most names have another length, and cost no more than this.
    if (knownLength[this.#nameLength] !== 1) return field.other
    for (let index = 0; index < fieldNames.length; index++) {
      const name = fieldNames[index]
      if (name?.length !== this.#nameLength) continue
      let at = 0
      while (at < name.length && name[at] === this.#name[at]) at++
      if (at === name.length) return this.#begunField(index)
    }
    return field.other
  }

  #begunField(index: number): number {
    this.#tokens.clear()
    this.#digits = 0
    this.#matched = 0
    if (index === field.contentLength) {
      if (this.#hasLength || this.#hasEncoding) this.problem = 'it has two lengths'
      this.#hasLength = true
    } else if (index === field.transferEncoding && !this.#inTrailers) {
      if (this.#hasLength) this.problem = 'it has two lengths'
      this.#hasEncoding = true
      this.#isChunked = false
    }
    return this.#inTrailers ? field.other : index
  }

  /** A byte of a value that matters, or the return after it. `false`: it makes no sense. */
  #takeValue(code: number): boolean {
    if (this.#field === field.contentLength) return this.#takeLength(code)
    if (code !== byte.comma && code !== byte.cr) {
      this.#tokens.add(code)
      return true
    }
    if (this.#field === field.transferEncoding) {
      this.#isChunked = this.#tokens.is(chunked)
    } else if (this.#field === field.keepAlive) {
      const seconds = this.#tokens.numberAfter(timeout)
      if (seconds !== undefined) this.keepAliveMs = seconds * 1000
    } else if (this.#tokens.is(close)) {
      this.#saysClose = true
    } else if (this.#tokens.is(keepAlive)) {
      this.#saysKeepAlive = true
    }
    this.#tokens.clear()
    return true
  }

  #takeLength(code: number): boolean {
    if (code === byte.cr) return this.#digits > 0
    // Blanks may follow the number (RFC 9110, 5.5), but undici takes no answer that has some there.
    if (code < byte.zero || code > byte.nine) return false
    this.#digits++
    this.#length = this.#length * 10 + code - byte.zero
    return Number.isSafeInteger(this.#length)
  }

  #takeHeadEnd(bytes: Buffer, from: number, at: number): number {
    const cameWhole = this.#headSize === 0 && this.#headBefore === ''
    this.#headTo = at + 1
    this.#countHead(from, at)
    if (this.problem !== undefined) return at + 1
    if (cameWhole && !this.#inTrailers && this.status >= 200) knownHead.keep(bytes, from, at + 1, this.#facts)
    this.#endHead(at)
    return at + 1
  }

  #endHead(at: number): void {
    if (this.#inTrailers) {
      this.#state = state.done
      return
    }
    if (this.status < 200) {
      if (this.status <= 101) this.#refuse(`it is a ${this.status} that nobody asked for`, at)
      else if (this.#saysClose) this.#refuse('more comes after Connection: close', at)
      else this.#beginHead()
      this.#headFrom = at + 1
      return
    }
    this.#wantsBody = this.#sink?.onHead() ?? false
    this.#headBefore = ''
    if (this.#isHead || this.status === 204 || this.status === 304) this.#state = state.done
    else if (this.#isChunked) this.#state = state.chunkSizeStart
    else if (!this.#hasLength) this.#state = state.bodyUntilClose
    else if (this.#length === 0) this.#state = state.done
    else this.#state = state.fixedBody
    this.#left = this.#length
  }

  #beginHead(): void {
    this.#state = state.start
    this.#inTrailers = false
    this.#headSize = 0
    this.#headBefore = ''
    this.#hasLength = false
    this.#hasEncoding = false
    this.#isChunked = false
    this.#saysClose = false
    this.#saysKeepAlive = false
    this.#length = 0
    this.keepAliveMs = undefined
  }

  #readBody(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to) {
      const code = bytes[at] ?? 0
      switch (this.#state) {
        case state.fixedBody:
        case state.chunkData:
        case state.bodyUntilClose: {
          const end = this.#state === state.bodyUntilClose ? to : Math.min(to, at + this.#left)
          this.#left -= end - at
          if (this.#wantsBody) this.#sink?.onBody(bytes, at, end)
          at = end
          if (this.#state === state.bodyUntilClose || this.#left > 0) return at
          if (this.#state === state.fixedBody) {
            this.#state = state.done
            return at
          }
          this.#state = state.chunkEndReturn
          continue
        }
        case state.chunkEndReturn:
          if (code !== byte.cr) return this.#refuse('a chunk is longer than it says', at)
          this.#state = state.chunkEndLineFeed
          break
        case state.chunkEndLineFeed:
          if (code !== byte.lf) return this.#refuse('a chunk is longer than it says', at)
          this.#state = state.chunkSizeStart
          break
        case state.chunkSizeStart:
          this.#left = 0
          this.#state = state.chunkSize
          if (hexDigit[code] === 255) return this.#refuse('a chunk has no size', at)
          continue
        case state.chunkSize: {
          const digit = hexDigit[code] ?? 255
          if (digit !== 255) {
            this.#left = this.#left * 16 + digit
            if (!Number.isSafeInteger(this.#left)) return this.#refuse('a chunk is too large', at)
          } else if (code === byte.cr) {
            this.#state = state.chunkLineFeed
          } else if (code === byte.semicolon) {
            this.#matched = 0
            this.#state = state.extensionName
          } else {
            return this.#refuse('the size of a chunk cannot be read', at)
          }
          break
        }
        case state.chunkLineFeed:
          if (code !== byte.lf) return this.#refuse('the size of a chunk cannot be read', at)
          if (this.#left > 0) {
            this.#state = state.chunkData
            break
          }
          this.#inTrailers = true
          this.#headSize = 0
          this.#state = state.line
          return at + 1
        default:
          if (!this.#takeExtension(code)) return this.#refuse('the extension of a chunk cannot be read', at)
      }
      at++
    }
    return at
  }

  #takeExtension(code: number): boolean {
    const isToken = tokenByte[code] !== 0
    switch (this.#state) {
      case state.extensionName:
        if (isToken) this.#matched = 1
        else if (code === byte.equals) this.#state = state.extensionValue
        else return this.#matched === 1 && this.#takeExtensionEnd(code)
        return true
      case state.extensionValue:
        if (isToken) return true
        if (code === byte.quote) this.#state = state.quoted
        else return this.#takeExtensionEnd(code)
        return true
      case state.quoted:
        if (code === byte.quote) this.#state = state.afterQuoted
        else if (code === byte.backslash) this.#state = state.quotedPair
        return valueByte[code] === 1
      case state.quotedPair:
        this.#state = state.quoted
        return valueByte[code] === 1
      default:
        return this.#takeExtensionEnd(code)
    }
  }

  #takeExtensionEnd(code: number): boolean {
    this.#matched = 0
    if (code === byte.cr) this.#state = state.chunkLineFeed
    else if (code === byte.semicolon) this.#state = state.extensionName
    else return false
    return true
  }

  #countHead(from: number, at: number): number {
    this.#headSize += at - from
    if (this.#headSize > headLimit) this.problem = `its head is longer than ${headLimit} bytes`
    return at
  }

  #refuse(problem: string, at: number): number {
    this.problem = problem
    return at
  }
}
