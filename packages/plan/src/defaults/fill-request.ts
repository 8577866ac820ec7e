import type { Expression, Text } from '../expressions/expression.ts'
import { joinText } from '../expressions/join-text.ts'
import type { RequestStep } from '../plan.ts'
import { type GivenRequest, hasHeader, methods } from '../schema/request.ts'

export function fillRequest(given: GivenRequest, group: string): RequestStep {
  const method = methods.find((each) => given[each] !== undefined) ?? 'get'
  const { source, url } = given[method] ?? { source: '/', url: '/' }
  const body = fillBody(given)
  return {
    kind: 'request',
    name: group + (given.name ?? `${method.toUpperCase()} ${source}`),
    method: method.toUpperCase(),
    url: withQuery(url, source.includes('?'), given.query ?? {}),
    headers: { ...contentType(given, body), ...authorization(given), ...given.headers },
    body: body?.text,
    expectStatus: given.expect?.status ?? [],
    expect: given.expect?.others ?? [],
    capture: given.capture ?? [],
  }
}

interface Body {
  readonly text: Text
  readonly type: string | undefined
}

function fillBody({ body, json, form }: GivenRequest): Body | undefined {
  if (json !== undefined) return { text: asJson(json), type: 'application/json' }
  if (form !== undefined) return { text: pairs(form), type: 'application/x-www-form-urlencoded' }
  return body === undefined ? undefined : { text: body, type: undefined }
}

function asJson(value: Expression): Text {
  if (value.kind === 'constant') return JSON.stringify(value.value)
  return { kind: 'call', name: 'json', given: [value] }
}

function contentType({ headers = {} }: GivenRequest, body: Body | undefined): RequestStep['headers'] {
  if (body?.type === undefined || hasHeader(headers, 'content-type')) return {}
  return { 'content-type': body.type }
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

/** `name=value&name=value`, percent-encoded. */
function pairs(given: Readonly<Record<string, Text>>): Text {
  return joinText(
    Object.entries(given).flatMap(([name, value], index) => [
      `${index === 0 ? '' : '&'}${percentEncoded(name)}=`,
      called('urlEncode', value, percentEncoded),
    ]),
  )
}

/** Of fixed text the outcome; else the call that makes it. */
function called(name: 'urlEncode' | 'base64', text: Text, outcome: (text: string) => string): Text {
  return typeof text === 'string' ? outcome(text) : { kind: 'call', name, given: [text] }
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}
