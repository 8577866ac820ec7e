import type { Exchange } from '@loadrun/http'
import { type JsonValue, parseHtml } from '@loadrun/plan'
import {
  clickLink,
  type FormGiven,
  type LinkGiven,
  type RequestGiven,
  type Response,
  Selection,
  submitForm,
  type Timings,
} from '@loadrun/script'
import { ReadAnswer } from '../read-answer.ts'
import { responseCookies } from './response-cookies.ts'

/** What came of a request, as scripts read it: each part is worked out when it is asked for. */
export class ScriptResponse implements Response {
  readonly status: number
  readonly url: string
  readonly error: string
  readonly cause: string | undefined
  readonly timings: Timings
  readonly request: Response['request']
  readonly #answer: ReadAnswer | undefined

  /** Can be taken off the response, as in `({ json }) => json('id') === 5`. */
  readonly json = (path?: string): unknown => {
    const json = this.#read?.json
    if (json !== undefined) return path === undefined ? json : partOf(json, path)
    const found = this.body === '' ? 'it has no body' : `it begins with ${JSON.stringify(this.body.slice(0, 40))}`
    throw new TypeError(`The answer to ${this.request.name} (status ${this.status}) is no JSON: ${found}`)
  }

  /** `from`: where the answer came from, after redirects; `undefined`: from where it was asked for. */
  constructor(exchange: Exchange, dueMs: number, { method, url, name, tags }: RequestGiven, from = url) {
    this.url = from
    this.status = exchange.status ?? 0
    this.error = exchange.failure?.text ?? ''
    this.cause = exchange.failure?.cause
    this.timings = timingsOf(exchange, dueMs)
    this.request = { method, url, name, tags }
    this.#answer = exchange.answer && new ReadAnswer(exchange.answer)
  }

  /** Where all of the body was kept. */
  get #read(): ReadAnswer | undefined {
    return this.#answer?.answer.isWhole ? this.#answer : undefined
  }

  html(selector?: string): Selection {
    const document = new Selection([parseHtml(this.body)])
    return selector === undefined ? document : document.find(selector)
  }

  clickLink(link?: LinkGiven): Promise<Response> {
    return clickLink(this, link)
  }

  submitForm(form?: FormGiven): Promise<Response> {
    return submitForm(this, form)
  }

  get headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(this.#answer?.answer.headers ?? {})) {
      headers[name] = [value ?? ''].flat().join(', ')
    }
    return new Proxy(headers, {
      get: (all, name) => (typeof name === 'string' ? all[name.toLowerCase()] : undefined),
      has: (all, name) => typeof name === 'string' && Object.hasOwn(all, name.toLowerCase()),
    })
  }

  get cookies(): Response['cookies'] {
    return responseCookies(this.#answer?.headers('set-cookie') ?? [])
  }

  get body(): string {
    return this.#read?.text ?? ''
  }

  get bytes(): Uint8Array {
    return this.#read?.answer.body ?? new Uint8Array()
  }
}

/** `items.0.id`; `undefined` where the path leads nowhere. */
function partOf(json: JsonValue, path: string): unknown {
  let part: unknown = json
  for (const key of path.split('.')) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined
    part = (part as Readonly<Record<string, unknown>>)[key]
  }
  return part
}

function timingsOf({ sentMs, startedMs, firstByteMs, endMs, setup, sendingMs }: Exchange, dueMs: number): Timings {
  const wasStarted = !Number.isNaN(startedMs)
  const begunMs = wasStarted ? startedMs : sentMs
  const answeredMs = Number.isNaN(firstByteMs) ? endMs : firstByteMs
  return {
    duration: endMs - begunMs,
    blocked: (wasStarted ? startedMs : endMs) - sentMs,
    connecting: setup?.connectingMs ?? 0,
    tls_handshaking: setup?.handshakingMs ?? 0,
    sending: sendingMs,
    waiting: answeredMs - begunMs - sendingMs,
    receiving: endMs - answeredMs,
    responseTime: endMs - dueMs,
  }
}
