import type { Clock } from './clock.ts'
import type { ServerOptions } from './options.ts'

/** The bytes that the server sends, a character for each: fasthttp 1.31's, header by header. */
export class Responses {
  readonly #clock: Clock
  readonly #serverLine: string
  readonly #hasDate: boolean
  #dateLineSecond = Number.NaN
  #dateLine = ''

  constructor(options: Pick<ServerOptions, 'serverHeader' | 'dateHeader'>, clock: Clock) {
    this.#clock = clock
    this.#serverLine = options.serverHeader ? 'Server: fasthttp\r\n' : ''
    this.#hasDate = options.dateHeader
  }

  /** `ms`: how long the handler took by plan. */
  ok(ms: number, request: Readonly<{ isHead: boolean; isHttp11: boolean }>, closes: boolean): string {
    const body = `{"ok":true,"ms":${Math.trunc(ms)}}\n`
    const connection = closes ? 'Connection: close\r\n' : request.isHttp11 ? '' : 'Connection: keep-alive\r\n'
    const head = this.#head('200 OK', 'application/json', body.length, connection)
    return request.isHead ? head : head + body
  }

  /** What a handler that gives up answers. Whoever asked has gone, so hardly anyone sees it. */
  clientClosedRequest(request: Readonly<{ isHttp11: boolean }>, closes: boolean): string {
    const body = 'Client closed request'
    const connection = closes ? 'Connection: close\r\n' : request.isHttp11 ? '' : 'Connection: keep-alive\r\n'
    return this.#head('499 Unknown Status Code', 'text/plain; charset=utf-8', body.length, connection) + body
  }

  error(status: 400 | 408 | 431): string {
    const [reason, body] = errorTexts[status]
    return this.#head(`${status} ${reason}`, 'text/plain; charset=utf-8', body.length, 'Connection: close\r\n') + body
  }

  /** To a connection that gets no slot. */
  limitExceeded(): string {
    return this.#refusal(
      '503 Service Unavailable',
      'The connection cannot be served because Server.Concurrency limit exceeded',
    )
  }

  tooManyFromIp(): string {
    return this.#refusal('429 Too Many Requests', 'The number of connections from your ip exceeds MaxConnsPerIP')
  }

  #head(status: string, contentType: string, contentLength: number, connection: string): string {
    return `HTTP/1.1 ${status}\r\n${this.#serverLine}${this.#date()}Content-Type: ${contentType}\r\nContent-Length: ${contentLength}\r\n${connection}\r\n`
  }

  // fasthttp writes refusals from its accept loop by other code, which puts the headers in another order.
  #refusal(status: string, body: string): string {
    return `HTTP/1.1 ${status}\r\nConnection: close\r\n${this.#serverLine}${this.#date()}Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  }

  #date(): string {
    if (!this.#hasDate) return ''
    const second = Math.floor(this.#clock.epochMs() / 1000)
    if (second !== this.#dateLineSecond) {
      this.#dateLineSecond = second
      this.#dateLine = `Date: ${new Date(second * 1000).toUTCString()}\r\n`
    }
    return this.#dateLine
  }
}

export const continueResponse = 'HTTP/1.1 100 Continue\r\n\r\n'

const errorTexts = {
  400: ['Bad Request', 'Error when parsing request'],
  408: ['Request Timeout', 'Request timeout'],
  431: ['Request Header Fields Too Large', 'Too big request header'],
} as const
