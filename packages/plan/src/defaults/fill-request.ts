import type { Text } from '../expressions/expression.ts'
import { joinText } from '../expressions/join-text.ts'
import type { RequestStep, Tags } from '../plan/step.ts'
import { destinations, type GivenRequest, hasHeader } from '../schema/request.ts'
import { fillBody } from './fill-body.ts'
import { called, pairs } from './pairs.ts'

/** What holds for the requests of a scenario or a group. */
export interface Around {
  /** Paths count from it. */
  readonly file: string
  /** Goes before the names of requests. */
  readonly group: string
  readonly tags: Tags
  readonly redirects: number
  /** Whether each request begins a trace. */
  readonly traces: boolean
}

export function fillRequest(given: GivenRequest, around: Around): RequestStep {
  const { method, source, url } = destinationOf(given)
  const body = fillBody(given, around.file)
  const expectStatus = given.expect?.status ?? []
  return {
    kind: 'request',
    name: around.group + (given.name ?? source),
    method,
    url: withQuery(url, source.includes('?'), given.query ?? {}),
    headers: {
      ...trace(given, around),
      ...contentType(given, body?.type),
      ...contentEncoding(given),
      ...authorization(given),
      ...cookies(given),
      ...given.headers,
    },
    body: body?.content,
    compress: given.compress ?? [],
    redirects: expectStatus.some(isRedirect) ? 0 : (given.redirects ?? around.redirects),
    timeoutMs: given.timeout,
    maxAnswerBytes: given.maxAnswerSize,
    tags: { ...around.tags, ...given.tags },
    expectStatus,
    expect: given.expect?.others ?? [],
    capture: given.capture ?? [],
  }
}

/** `source` is method and place as they are written. */
function destinationOf(given: GivenRequest): { method: Text; source: string; url: Text } {
  const key = destinations.find((each) => given[each] !== undefined) ?? 'get'
  const { source, text: url } = given[key] ?? { source: '/', text: '/' }
  const named = key.toUpperCase()
  const method = key === 'request' ? (given.method ?? { source: 'GET', text: 'GET' }) : { source: named, text: named }
  return { method: method.text, source: `${method.source} ${source}`, url }
}

const newTrace: Text = { kind: 'call', name: 'traceparent', given: [] }

function trace({ headers = {} }: GivenRequest, { traces }: Around): RequestStep['headers'] {
  return traces && !hasHeader(headers, 'traceparent') ? { traceparent: newTrace } : {}
}

function contentType({ headers = {} }: GivenRequest, type: string | undefined): RequestStep['headers'] {
  return type === undefined || hasHeader(headers, 'content-type') ? {} : { 'content-type': type }
}

function contentEncoding({ compress = [] }: GivenRequest): RequestStep['headers'] {
  return compress.length === 0 ? {} : { 'content-encoding': compress.join(', ') }
}

/** Cookies as a header: beside one that the author writes, that one holds. */
function cookies({ cookies: given = {} }: GivenRequest): RequestStep['headers'] {
  const entries = Object.entries(given)
  if (entries.length === 0) return {}
  return { cookie: joinText(entries.flatMap(([name, value], index) => [`${index === 0 ? '' : '; '}${name}=`, value])) }
}

function authorization({ auth }: GivenRequest): RequestStep['headers'] {
  if (auth?.bearer !== undefined) return { authorization: joinText(['Bearer ', auth.bearer]) }
  if (auth?.basic === undefined) return {}
  const credentials = joinText([auth.basic.user, ':', auth.basic.password])
  return { authorization: joinText(['Basic ', called('base64', credentials, toBase64)]) }
}

function withQuery(url: Text, hasQuery: boolean, query: Readonly<Record<string, Text>>): Text {
  if (Object.keys(query).length === 0) return url
  return joinText([url, hasQuery ? '&' : '?', pairs(query)])
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}
