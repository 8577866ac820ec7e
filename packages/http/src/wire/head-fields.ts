import { byte, tokenByte, valueByte } from './bytes.ts'
import { FieldTokens } from './field-tokens.ts'

const word = (text: string): Uint8Array => Buffer.from(text, 'latin1')

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
const state = { line: 0, name: 1, beforeValue: 2, value: 3, valueLineFeed: 4, lastLineFeed: 5, done: 6 } as const

type State = (typeof state)[keyof typeof state]

/** Reads the fields of a head, or the trailers, up to the empty line after them (RFC 9112, 5), however they are cut. */
export class HeadFields {
  hasLength = false
  length = 0
  hasEncoding = false
  isChunked = false
  saysClose = false
  saysKeepAlive = false
  /** How long the server keeps an idle connection; `undefined` where it does not say. */
  keepAliveMs: number | undefined
  problem: string | undefined
  #state: State = state.line
  #inTrailers = false
  readonly #name = new Uint8Array(longestFieldName)
  #nameLength = 0
  #field = field.other
  readonly #tokens = new FieldTokens()
  #digits = 0

  begin(): void {
    this.#state = state.line
    this.#inTrailers = false
    this.hasLength = false
    this.length = 0
    this.hasEncoding = false
    this.isChunked = false
    this.saysClose = false
    this.saysKeepAlive = false
    this.keepAliveMs = undefined
    this.problem = undefined
  }

  /** What trailers, which only chunks have after them, say changes nothing any more. */
  beginTrailers(): void {
    this.#state = state.line
    this.#inTrailers = true
    this.hasEncoding = true
    this.problem = undefined
  }

  get isDone(): boolean {
    return this.#state === state.done
  }

  /** Returns where the fields ended, or `to`, or where there was a problem. */
  read(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to) {
      const code = bytes[at] ?? 0
      switch (this.#state) {
        case state.name:
          at = this.#takeName(bytes, at, to)
          if (at === to) return at
          if (bytes[at] !== byte.colon) return this.#refuse('a field name holds what it may not', at)
          this.#field = this.#knownField()
          if (this.problem !== undefined) return at
          this.#state = state.beforeValue
          break
        case state.beforeValue:
          if (code === byte.space || code === byte.tab) break
          this.#state = state.value
          continue
        case state.value:
          if (this.#field === field.other) {
            while (at < to && valueByte[bytes[at] ?? 0] === 1) at++
            if (at === to) return at
            if (bytes[at] !== byte.cr) return this.#refuse('a field value holds what it may not', at)
            this.#state = state.valueLineFeed
            break
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
            this.#state = state.lastLineFeed
            break
          }
          if (code === byte.space || code === byte.tab) return this.#refuse('a field is folded over lines', at)
          if (tokenByte[code] === 0) return this.#refuse('a field name holds what it may not', at)
          this.#nameLength = 0
          this.#state = state.name
          continue
        default:
          if (code !== byte.lf) return this.#refuse('its head ends without a line feed', at)
          this.#state = state.done
          return at + 1
      }
      at++
    }
    return at
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
    if (index === field.contentLength) {
      if (this.hasLength || this.hasEncoding) this.problem = 'it has two lengths'
      this.hasLength = true
    } else if (index === field.transferEncoding && !this.#inTrailers) {
      if (this.hasLength) this.problem = 'it has two lengths'
      this.hasEncoding = true
      this.isChunked = false
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
      this.isChunked = this.#tokens.is(chunked)
    } else if (this.#field === field.keepAlive) {
      const seconds = this.#tokens.numberAfter(timeout)
      if (seconds !== undefined) this.keepAliveMs = seconds * 1000
    } else if (this.#tokens.is(close)) {
      this.saysClose = true
    } else if (this.#tokens.is(keepAlive)) {
      this.saysKeepAlive = true
    }
    this.#tokens.clear()
    return true
  }

  #takeLength(code: number): boolean {
    if (code === byte.cr) return this.#digits > 0
    // Blanks may follow the number (RFC 9110, 5.5), but undici takes no answer that has some there.
    if (code < byte.zero || code > byte.nine) return false
    this.#digits++
    this.length = this.length * 10 + code - byte.zero
    return Number.isSafeInteger(this.length)
  }

  #refuse(problem: string, at: number): number {
    this.problem = problem
    return at
  }
}
