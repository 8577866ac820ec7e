import type { ConnectionSetup, Failure, FailureCause } from '@loadrun/metrics'
import { GatheredBytes } from './answer/gathered-bytes.ts'
import { contentEncodingOf, StartOfAnswer, startBytes, startOfBody } from './answer/start-of-answer.ts'
import { UnusableAnswer } from './answer/unusable-answer.ts'
import type { Answer, Exchange, SendLimits } from './client.ts'
import { decoded } from './content-coding/decoded.ts'
import { failureCause, failureText } from './failure-cause.ts'
import { redirectStatuses } from './redirect.ts'
import type { CompiledRequest } from './request.ts'

/** Why the sender itself gave a request up. */
export type GivingUp = Extract<FailureCause, 'timeout' | 'interrupted'>

const noHeaders: Answer['headers'] = {}
const noBytes = Buffer.alloc(0)

/** A request under way, and the exchange that comes of it. */
export class PendingExchange implements Exchange {
  readonly request: CompiledRequest
  readonly limits: SendLimits
  readonly onEnd: (exchange: Exchange) => void
  readonly sentMs: number
  startedMs = Number.NaN
  firstByteMs = Number.NaN
  endMs = Number.NaN
  setup: ConnectionSetup | undefined
  sendingMs = 0
  status: number | undefined
  bytesSent = 0
  bytesReceived = 0
  failure: Failure | undefined
  answer: Answer | undefined
  givenUp: GivingUp | undefined
  /** More of the answer came than may be kept of it: nobody wants the rest. */
  isTooLong = false
  #headers = noHeaders
  #body: GatheredBytes | undefined
  readonly #maxAnswerBytes: number

  constructor(
    request: CompiledRequest,
    limits: SendLimits,
    sentMs: number,
    onEnd: (exchange: Exchange) => void,
    maxAnswerBytes: number,
  ) {
    this.request = request
    this.limits = limits
    this.sentMs = sentMs
    this.onEnd = onEnd
    this.#maxAnswerBytes = maxAnswerBytes
  }

  get isUnexpected(): boolean {
    return this.status !== undefined && !this.request.isExpected(this.status)
  }

  /** Whether somebody wants to know of the answer. */
  get keepsAnswer(): boolean {
    const { request, status } = this
    const isRedirect = request.keepsRedirects && status !== undefined && redirectStatuses.has(status)
    return isRedirect || request.keeps !== 'nothing'
  }

  /** Whether what comes is to be kept: because it is a failure, or because the request asks for its answer. */
  get isKept(): boolean {
    return this.keepsAnswer || this.isUnexpected
  }

  keepHeaders(headers: Answer['headers']): void {
    this.#headers = headers
  }

  /** Copies the bytes, which may be overwritten afterwards. */
  keepBody(chunk: Buffer): void {
    this.#body ??= new GatheredBytes()
    const keepsAll = this.request.keeps === 'all'
    const room = (keepsAll ? this.#maxAnswerBytes : startBytes) - this.#body.length
    if (room > 0) this.#body.add(chunk.subarray(0, room))
    if (keepsAll && chunk.length > room) this.isTooLong = true
  }

  /** What to say of an answer that is too long. */
  tooLong(): UnusableAnswer {
    return UnusableAnswer.tooLarge(this.#maxAnswerBytes)
  }

  /** The answer came whole, and somebody wants to know of it. One that cannot be decompressed is a failure. */
  keepAnswer(connection: Answer['connection']): void {
    const headers = this.#headers
    const bytes = this.#body?.bytes ?? noBytes
    if (this.request.keeps !== 'all') {
      this.answer = new StartOfAnswer(headers, bytes, connection)
      return
    }
    try {
      const body = decoded(bytes, contentEncodingOf(headers), this.#maxAnswerBytes)
      this.answer = { headers, body, isWhole: true, connection }
    } catch (error) {
      if (!(error instanceof UnusableAnswer)) throw error
      this.answer = { headers, body: noBytes, isWhole: false, connection }
      this.failByError(error, false, connection)
    }
  }

  /** The answer came whole, with a status that was not expected. */
  failByStatus(connection: Failure['connection']): void {
    const body = this.#bodyText()
    this.failure = { cause: 'status', text: body, fromServer: true, headers: this.#headerTexts(), body, connection }
  }

  /** No whole answer came. `hasEnded`: the other end had closed its side. */
  failByError(error: Error, hasEnded: boolean, connection: Failure['connection']): void {
    const cause = this.givenUp ?? failureCause(error, hasEnded)
    const text = this.givenUp === undefined ? failureText(error) : this.#givenUpText(this.givenUp)
    const body = this.#bodyText() || garbageOf(error)
    this.failure = { cause, text, fromServer: false, headers: this.#headerTexts(), body, connection }
  }

  #bodyText(): string {
    if (this.#body === undefined) return ''
    return startOfBody(this.#body.bytes, contentEncodingOf(this.#headers)).toString()
  }

  #headerTexts(): Readonly<Record<string, string>> {
    const pairs = Object.entries(this.#headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
    return Object.fromEntries(pairs)
  }

  #givenUpText(by: GivingUp): string {
    if (by === 'interrupted') return 'Interrupted by the end of the load'
    const within = `within ${this.limits.timeoutMs} ms`
    if (Number.isNaN(this.startedMs)) return `No connection ${within}`
    return Number.isNaN(this.firstByteMs) ? `No answer ${within}` : `No complete answer ${within}`
  }
}

/** Errors of parsers carry the bytes that could not be read. */
function garbageOf(error: Error): string {
  return 'data' in error && typeof error.data === 'string' ? error.data.slice(0, startBytes) : ''
}
