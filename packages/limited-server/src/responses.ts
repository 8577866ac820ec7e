import { STATUS_CODES } from 'node:http'
import type { HandlerTimeoutPlan, RefusalPlan } from '@loadrun/plan'
import type { Clock } from './clock.ts'
import { type Manners, manners } from './manners.ts'
import type { ServerOptions } from './options.ts'
import type { RequestHead } from './request-head.ts'

type RefusingResponse = Extract<RefusalPlan, { kind: 'response' }>

type Asking = Pick<RequestHead, 'isHead' | 'isHttp11' | 'asksForKeepAlive'>

/** The bytes that the server sends, a character for each: fasthttp 1.31's, header by header, with a profile's manners. */
export class Responses {
  readonly #clock: Clock
  readonly #manners: Manners
  readonly #serverLine: string
  readonly #keepAliveLines: string
  readonly #hasDate: boolean
  #dateLineSecond = Number.NaN
  #dateLine = ''

  constructor(options: Pick<ServerOptions, 'profile' | 'idleTimeoutMs' | 'serverHeader' | 'dateHeader'>, clock: Clock) {
    this.#clock = clock
    this.#manners = manners[options.profile]
    const { serverName } = this.#manners
    this.#serverLine = options.serverHeader && serverName !== undefined ? `Server: ${serverName}\r\n` : ''
    this.#keepAliveLines = keepAliveLines(this.#manners, options.idleTimeoutMs)
    this.#hasDate = options.dateHeader
  }

  /** `ms`: how long the handler took by plan. */
  ok(ms: number, request: Asking, closes: boolean): string {
    const body = `{"ok":true,"ms":${Math.trunc(ms)}}\n`
    return this.#response('200 OK', 'application/json', this.#connection(request, closes), body, request.isHead)
  }

  /** What a handler that gives up answers. Whoever asked has gone, so hardly anyone sees it. */
  clientClosedRequest(request: Asking, closes: boolean): string {
    const connection = this.#connection(request, closes)
    return this.#plain(499, connection, 'Client closed request', false)
  }

  error(status: 400 | 408 | 431): string {
    return this.#plain(status, 'Connection: close\r\n', errorTexts[status], false)
  }

  /** To a request that gets no slot. */
  refusedRequest(refusal: RefusingResponse, request: Asking, closes: boolean): string {
    const { contentType, headers, text } = refusal
    const more = headerLines(headers) + this.#connection(request, closes)
    return this.#response(statusOf(refusal), contentType, more, bytesOf(text), request.isHead)
  }

  /** To a request whose handler takes too long. fasthttp has forgotten by then that it was a HEAD. */
  handlerTimeout({ status, text }: HandlerTimeoutPlan, request: Asking, closes: boolean): string {
    return this.#plain(status, this.#connection(request, closes), bytesOf(text), false)
  }

  /** To a request that finds as many handlers going on as there may be. */
  tooManyHandlers({ text }: HandlerTimeoutPlan, request: Asking, closes: boolean): string {
    return this.#plain(429, this.#connection(request, closes), bytesOf(text), request.isHead)
  }

  /** To a connection that gets no slot. */
  refusedConnection(refusal: RefusingResponse): string {
    return this.#unread(statusOf(refusal), refusal.contentType, refusal.headers, bytesOf(refusal.text))
  }

  tooManyFromIp(): string {
    return this.#unread(
      '429 Too Many Requests',
      'text/plain',
      {},
      'The number of connections from your ip exceeds MaxConnsPerIP',
    )
  }

  #plain(status: number, lastLines: string, body: string, isHead: boolean): string {
    return this.#response(statusLine(status), 'text/plain; charset=utf-8', lastLines, body, isHead)
  }

  #response(status: string, contentType: string, lastLines: string, body: string, isHead: boolean): string {
    const head = `HTTP/1.1 ${status}\r\n${this.#serverLine}${this.#date()}Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n${lastLines}\r\n`
    return isHead ? head : head + body
  }

  // fasthttp writes refusals from its accept loop by other code, which puts the headers in another order.
  #unread(status: string, contentType: string, headers: Readonly<Record<string, string>>, body: string): string {
    return `HTTP/1.1 ${status}\r\nConnection: close\r\n${this.#serverLine}${this.#date()}Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n${headerLines(headers)}\r\n${body}`
  }

  #connection({ isHttp11, asksForKeepAlive }: Asking, closes: boolean): string {
    if (closes) return 'Connection: close\r\n'
    const { saysKeepAlive } = this.#manners
    const says = saysKeepAlive === 'always' || !isHttp11 || (saysKeepAlive === 'when-asked' && asksForKeepAlive)
    return says ? this.#keepAliveLines : ''
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
  400: 'Error when parsing request',
  408: 'Request timeout',
  431: 'Too big request header',
} as const

function keepAliveLines({ announcesTimeoutEarlierMs }: Manners, idleTimeoutMs: number | undefined): string {
  const connection = 'Connection: keep-alive\r\n'
  if (announcesTimeoutEarlierMs === undefined || idleTimeoutMs === undefined) return connection
  const seconds = Math.floor((idleTimeoutMs - announcesTimeoutEarlierMs) / 1000)
  return seconds < 1 ? connection : `${connection}Keep-Alive: timeout=${seconds}\r\n`
}

function statusOf({ status, reason }: RefusingResponse): string {
  return statusLine(status, reason)
}

function statusLine(status: number, reason = STATUS_CODES[status] ?? 'Unknown Status Code'): string {
  return `${status} ${reason}`
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
}

/** UTF-8, a character for each byte. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
