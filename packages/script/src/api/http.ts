import { type Speaker, speaker } from '../user.ts'
import { addressOf, type NamedUrl } from './address.ts'
import { bodyOf, FileData, file, type GivenBody } from './body.ts'
import { CookieJar, cookiesIn, jarOf } from './cookie-jar.ts'
import { durationMsOf } from './durations.ts'
import { PendingResponse } from './pending.ts'
import { expectedStatuses, type StatusTest, statusTestOf } from './statuses.ts'
import { type GivenTags, marksOf } from './tags.ts'
import type { RequestGiven, Response } from './types.ts'

/** How to send a request. Names are k6's. */
export interface Params {
  readonly headers?: Readonly<Record<string, string>>
  /** Told apart in reports, and by thresholds. `name` names the request in reports; without, its method and path do. */
  readonly tags?: GivenTags
  /** As `tags.name`. */
  readonly name?: string
  /** Milliseconds, or `'2s'`; without, the scenario’s. */
  readonly timeout?: number | string
  /** `gzip`, `deflate`, `br` or `zstd`, or several (`'deflate, gzip'`): what the body is compressed with, each time. */
  readonly compression?: string
  /** `none`: the answer’s body and headers are dropped as they come. */
  readonly responseType?: 'text' | 'binary' | 'none'
  /** Statuses that are no failure; without, all below 400. Counted as a check. */
  readonly expectStatus?: number | readonly number[]
  /** k6’s way to say which statuses are no failure; `null`: all are fine. */
  readonly responseCallback?: StatusTest | null
  /** How many redirects are followed at most; without, as the scenario has it. Each is measured by itself. */
  readonly redirects?: number
  /** Sent with this request alone, beside those that the user keeps; with `replace` instead of his of that name. */
  readonly cookies?: Readonly<Record<string, string | Readonly<{ value: string; replace?: boolean }>>>
  /** Whether to throw where no answer comes; without, as `options.throw` says. */
  readonly throw?: boolean
  /** User and password of a URL (`http://ann:secret@host/`) go as basic auth; others of k6’s are not there. */
  readonly auth?: 'basic'
  /** Sends the cookies of this jar, and keeps those of the answer in it, instead of the user’s own. */
  readonly jar?: CookieJar | null
}

/** A request of `http.batch()`. */
export type BatchRequest =
  | string
  | NamedUrl
  | readonly [method: string, url: string | NamedUrl, body?: GivenBody, params?: Params]
  | Readonly<{ method?: string; url: string | NamedUrl; body?: GivenBody; params?: Params }>

type Send = (url: string | NamedUrl, params?: Params) => Promise<Response>
type SendWithBody = (url: string | NamedUrl, body?: GivenBody, params?: Params) => Promise<Response>

/** Sends requests that are measured as those of a scenario file are. Paths are the target's; URLs may be whole. */
export const http = {
  get: withoutBody('GET'),
  head: withoutBody('HEAD'),
  post: withBody('POST'),
  put: withBody('PUT'),
  patch: withBody('PATCH'),
  del: withBody('DELETE'),
  delete: withBody('DELETE'),
  options: withBody('OPTIONS'),
  /** Any method. */
  request: (method: string, url: string | NamedUrl, body?: GivenBody, params?: Params): Promise<Response> =>
    send(method, url, body, params),
  asyncRequest: (method: string, url: string | NamedUrl, body?: GivenBody, params?: Params): Promise<Response> =>
    send(method, url, body, params),
  batch,
  /** Names a request by its template: ``http.get(http.url`/items/${id}`)`` is `GET /items/…` in reports. */
  url: (parts: TemplateStringsArray, ...values: readonly unknown[]): NamedUrl => ({
    url: String.raw({ raw: parts }, ...values),
    name: parts.join('…'),
  }),
  file,
  FileData,
  CookieJar,
  /** The cookies that this user keeps. Throws where his scenario keeps none. */
  cookieJar: (): CookieJar => {
    const kept = speaker('http.cookieJar()').user.jar()
    if (kept !== undefined) return jarOf(kept)
    throw new Error('http.cookieJar() cannot be had: the scenario keeps none, as it says no `cookies: per-iteration`')
  },
  expectedStatuses,
  /** Says which statuses of all further requests of this worker’s users are no failure. */
  setResponseCallback: (test: StatusTest | null): void => {
    usualTest = test
  },
}

let usualTest: StatusTest | null | undefined

function withoutBody(method: string): Send {
  return (url, params) => send(method, url, undefined, params)
}

function withBody(method: string): SendWithBody {
  return (url, body, params) => send(method, url, body, params)
}

/** Sends all at once; a list gives a list of responses, a mapping gives one by the same keys. */
function batch<Requests extends readonly BatchRequest[] | Readonly<Record<string, BatchRequest>>>(
  requests: Requests,
): Promise<{ [Key in keyof Requests]: Response }>
async function batch(
  requests: readonly BatchRequest[] | Readonly<Record<string, BatchRequest>>,
): Promise<readonly Response[] | Readonly<Record<string, Response>>> {
  if (Array.isArray(requests)) return Promise.all(requests.map(sendOne))
  const entries = Object.entries(requests).map(async ([key, one]) => [key, await sendOne(one)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

function sendOne(one: BatchRequest): Promise<Response> {
  if (typeof one === 'string') return send('GET', one)
  if (Array.isArray(one)) {
    const [method, url, body, params] = one
    return send(method, url, body, params)
  }
  if ('name' in one) return send('GET', one)
  const { method = 'GET', url, body, params } = one as Extract<BatchRequest, { params?: Params }>
  return send(method, url, body, params)
}

function send(
  method: string,
  given: string | NamedUrl | URL,
  body?: GivenBody,
  params: Params | null = {},
): PendingResponse {
  const now = speaker(`http.${method.toLowerCase()}()`)
  return new PendingResponse((resolve, reject) => {
    now.user.send(requestOf(method.toUpperCase(), given, body, params ?? {}, now)).then(resolve, reject)
  })
}

function requestOf(
  method: string,
  given: string | NamedUrl | URL,
  body: GivenBody,
  params: Params,
  now: Speaker,
): RequestGiven {
  const { url, name, authorization } = addressOf(given)
  const { content, type } = bodyOf(body)
  const named = params.name ?? params.tags?.name ?? `${method} ${name}`
  return {
    ...marksOf(now, params.tags),
    method,
    url,
    name: `${now.group}${named}`.slice(0, 200),
    headers: headersOf(params, { 'content-type': type, authorization }),
    body: content,
    jar: cookiesIn(params.jar),
    replacedCookies: replacedIn(params.cookies),
    compression: codingsOf(params.compression),
    redirects: params.redirects,
    throws: params.throw,
    timeoutMs: params.timeout === undefined ? undefined : durationMsOf(params.timeout, 'timeout'),
    keepsAnswer: params.responseType && params.responseType !== 'none',
    ...statusTestOf(params.expectStatus, params.responseCallback === undefined ? usualTest : params.responseCallback),
  }
}

function replacedIn(cookies: Params['cookies'] = {}): readonly string[] {
  return Object.entries(cookies).flatMap(([name, value]) => (typeof value === 'object' && value.replace ? [name] : []))
}

function codingsOf(given = ''): readonly string[] {
  return given
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '')
}

/** What the script says itself goes before what follows from how it says the rest. */
function headersOf(
  { headers = {}, cookies = {}, auth = 'basic' }: Params,
  implied: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  if (auth !== 'basic') throw new TypeError(`\`auth\` cannot be '${String(auth)}': only 'basic' is there`)

  const all: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) all[name] = String(value)
  const has = (wanted: string) => Object.keys(all).some((name) => name.toLowerCase() === wanted)
  for (const [name, value] of Object.entries(implied)) if (value !== undefined && !has(name)) all[name] = value
  const pairs = Object.entries(cookies).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? value.value : value}`,
  )
  if (pairs.length > 0 && !has('cookie')) all.cookie = pairs.join('; ')
  return all
}
