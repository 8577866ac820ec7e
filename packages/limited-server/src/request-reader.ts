import type { ServerOptions } from './options.ts'
import type { ReadBuffer } from './read-buffer.ts'
import { type Body, bodyTooLarge, chunkedBody, fixedBody, type ReadEnd } from './request-body.ts'
import { type RequestHead, readHead } from './request-head.ts'

/** What reading came to. */
export type Reading =
  /** More bytes are needed. */
  | { readonly kind: 'wait' }
  /** Responses that are held back go out first: the next head is not whole in the buffer. */
  | { readonly kind: 'flush' }
  /** The client waits for `100 Continue` before it sends the body. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'request'; readonly head: RequestHead }
  /** The connection is over, without a word. */
  | { readonly kind: 'close' }
  /** The connection is over, after an error response. `reason`: for the log; `undefined`: not logged. */
  | { readonly kind: 'error'; readonly status: 400 | 408 | 431; readonly reason: string | undefined }

const wait: Reading = { kind: 'wait' }
const flush: Reading = { kind: 'flush' }
const close: Reading = { kind: 'close' }
const sendContinue: Reading = { kind: 'continue' }
const tooBigHead: Reading = { kind: 'error', status: 431, reason: undefined }
const timedOut: Reading = { kind: 'error', status: 408, reason: undefined }

/** Which requests are wrong ones, beside those that cannot be read. */
export type RequestLimits = Pick<ServerOptions, 'getOnly' | 'maxRequestBodyBytes'>

/** Reads the requests of one connection, one after another, as fasthttp's `serveConn` does. */
export class RequestReader {
  /** `idle`: between two requests; the first one is waited for in `head`. */
  phase: 'idle' | 'head' | 'body' = 'head'
  readonly #buffer: ReadBuffer
  readonly #limits: RequestLimits
  #head: RequestHead | undefined
  #body: Body | undefined
  #continued = false

  constructor(buffer: ReadBuffer, limits: RequestLimits) {
    this.#buffer = buffer
    this.#limits = limits
  }

  /** `holdsBack`: whether responses to earlier requests wait to go out together with the next one. */
  next(holdsBack: boolean): Reading {
    if (this.phase === 'idle') {
      if (this.#buffer.buffered === 0 && !this.#buffer.fill()) return wait
      this.phase = 'head'
    }
    if (this.phase === 'head') {
      const reading = this.#readHead(holdsBack)
      if (reading !== undefined) return reading
    }
    return this.#readBody()
  }

  /** What becomes of the connection when no more bytes come. Ask only after `wait`. */
  endedBy(by: ReadEnd): Reading {
    if (this.phase === 'idle') return close
    if (this.phase === 'head') return this.#headEndedBy(by)
    const error = this.#body?.cutShort(by)
    if (error !== undefined) return badRequest(error.reason)
    if (by === 'timeout') return timedOut
    return this.#continued ? badRequest('EOF') : close
  }

  #readHead(holdsBack: boolean): Reading | undefined {
    if (this.#buffer.buffered === 0 && !this.#buffer.fill()) return wait
    for (;;) {
      const text = this.#buffer.text()
      const head = readHead(text)
      if (typeof head === 'string') return badRequest(head)
      if (head !== undefined) {
        this.#buffer.discard(head.length)
        if (this.#limits.getOnly && !head.isGet) return badRequest('non-GET request received')
        this.#head = head
        this.phase = 'body'
        this.#continued = head.expectsContinue
        return head.expectsContinue ? sendContinue : undefined
      }
      if (holdsBack) return flush
      if (this.#buffer.full) return hasOnlyNewlines(text) ? close : tooBigHead
      if (!this.#buffer.fill()) return wait
    }
  }

  #headEndedBy(by: ReadEnd): Reading {
    const text = this.#buffer.text()
    if (text === '') return by === 'timeout' ? timedOut : close
    if (hasOnlyNewlines(text)) return close
    const wrong = readHead(text, by === 'timeout' ? 'i/o timeout' : by)
    return typeof wrong === 'string' ? badRequest(wrong) : close
  }

  #readBody(): Reading {
    const head = this.#head
    if (head === undefined) return wait
    if (head.body !== undefined) {
      const { maxRequestBodyBytes: maxBytes = Number.POSITIVE_INFINITY } = this.#limits
      if (typeof head.body === 'number' && head.body > maxBytes) return badRequest(bodyTooLarge.reason)
      this.#body ??= head.body === 'chunked' ? chunkedBody(maxBytes) : fixedBody(head.body)
      const reading = this.#body.read(this.#buffer)
      if (reading === undefined) return wait
      if (reading !== 'complete') return badRequest(reading.reason)
    }
    this.#head = undefined
    this.#body = undefined
    this.phase = 'idle'
    return { kind: 'request', head }
  }
}

/** fasthttp does not log what a client's leaving or its slowness explains. */
function badRequest(reason: string): Reading {
  const isLogged = !reason.includes('unexpected EOF') && !reason.includes('i/o timeout')
  return { kind: 'error', status: 400, reason: isLogged ? reason : undefined }
}

function hasOnlyNewlines(text: string): boolean {
  return /^[\r\n]*$/.test(text)
}
