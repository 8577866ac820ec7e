import type { ConnectionSetup, Failure, FailureCause } from '@loadrun/metrics'
import type { Answer, Exchange, SendLimits } from './client.ts'
import { failureCause, failureText } from './failure-cause.ts'
import { redirectStatuses } from './redirect.ts'
import type { CompiledRequest } from './request.ts'

/** Bytes of a failed request's answer that are kept. */
const bodyLimit = 4096

/** Bytes of an answer that somebody wants to read. */
const answerLimit = 8 * 1024 * 1024

/** Why the sender itself gave a request up. */
export type GivingUp = Extract<FailureCause, 'timeout' | 'interrupted'>

const noHeaders: Answer['headers'] = {}

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
  #headers = noHeaders
  #body: Buffer[] | undefined
  #bodyLength = 0

  constructor(request: CompiledRequest, limits: SendLimits, sentMs: number, onEnd: (exchange: Exchange) => void) {
    this.request = request
    this.limits = limits
    this.sentMs = sentMs
    this.onEnd = onEnd
  }

  get isUnexpected(): boolean {
    return this.status !== undefined && !this.request.isExpected(this.status)
  }

  /** Whether somebody wants to read the answer. */
  get keepsAnswer(): boolean {
    const { request, status } = this
    return request.keepsAnswer || (request.keepsRedirects && status !== undefined && redirectStatuses.has(status))
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
    const limit = this.keepsAnswer ? answerLimit : bodyLimit
    if (this.#bodyLength < limit) {
      this.#body ??= []
      this.#body.push(Buffer.from(chunk.subarray(0, limit - this.#bodyLength)))
    }
    this.#bodyLength += chunk.length
  }

  /** The answer came whole, and somebody wants to read it. */
  keepAnswer(connection: Answer['connection']): void {
    const body = Buffer.concat(this.#body ?? [])
    this.answer = { headers: this.#headers, body, isWhole: this.#bodyLength <= answerLimit, connection }
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
    return Buffer.concat(this.#body ?? [])
      .subarray(0, bodyLimit)
      .toString()
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
  return 'data' in error && typeof error.data === 'string' ? error.data.slice(0, bodyLimit) : ''
}
