import { z } from 'zod'
import type { Text } from '../expressions/expression.ts'
import { isTemplate } from '../expressions/parse-template.ts'
import { captures } from './capture.ts'
import { expectations } from './expectations.ts'
import { headersExcept, headerValue } from './headers.ts'
import { looksLikeUrl, parseHttpUrl } from './target.ts'
import { readTemplate, template, textLike, value } from './template.ts'
import { mapping, text, withOneOf } from './values.ts'

export const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

const whereForms = 'a path that starts with /, or a URL that starts with http:// or https://'
const where = text(whereForms)
  .transform((given, context): Where => {
    const url = isTemplate(given) ? readTemplate(given, context) : fixedUrl(given)
    if (url !== undefined && startsAsUrl(url)) return { source: typeof url === 'string' ? url : given, url }
    if (url !== undefined || !isTemplate(given)) context.addIssue({ code: 'custom', message: whereForms })
    return z.NEVER
  })
  .optional()

/** Where a request goes. `source` is as it is written, and names the request. */
interface Where {
  readonly source: string
  readonly url: Text
}

function fixedUrl(given: string): string | undefined {
  if (looksLikeUrl(given)) return parseHttpUrl(given)?.href
  // What a request line can hold; a fragment is never sent.
  return /^\/[^\s#\p{Cc}]*$/u.test(given) && given.isWellFormed() ? escapeForRequestLine(given) : undefined
}

/** What an expression at the start comes to is known only when the request is sent. */
function startsAsUrl(url: Text): boolean {
  const start = typeof url !== 'string' && url.kind === 'text' ? url.parts[0] : undefined
  return start?.kind !== 'constant' || /^(\/|https?:\/\/)/.test(String(start.value))
}

/** Clients write these themselves, from the body and the connection's settings. */
const headersOfTheClient = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']

const headers = headersExcept(
  headersOfTheClient,
  'a header that the client does not write itself',
  headerValue.pipe(template('text')),
)

/** Of these a request has one at most. */
const bodies = ['body', 'json', 'form'] as const

const basic = mapping({ user: template('text'), password: template('text') })
const auth = withOneOf(['basic', 'bearer'], mapping({ basic: basic.optional(), bearer: template('text').optional() }))

/** The keys of a request: the method is one whose value says where it goes. */
export const requestKeys = {
  get: where,
  post: where,
  put: where,
  patch: where,
  delete: where,
  head: where,
  options: where,
  name: text('text')
    .min(1, { error: 'text' })
    .max(200, { error: 'at most 200 characters' })
    .refine((name) => !isTemplate(name), { error: 'a name that is the same each time: it names a row of the report' })
    .optional(),
  query: z.record(z.string(), textLike, { error: 'a mapping of names to text' }).optional(),
  headers: headers.optional(),
  auth: auth.optional(),
  body: template('text; for other values use `json`').optional(),
  json: value.optional(),
  form: z.record(z.string(), textLike, { error: 'a mapping of names to text' }).optional(),
  expect: expectations.optional(),
  capture: captures.optional(),
}

export type GivenRequest = z.output<z.ZodObject<typeof requestKeys>>

export function hasOneBody(given: object): boolean {
  return bodies.filter((key) => Object.hasOwn(given, key)).length <= 1
}

export const oneBody = `one of ${bodies.join(', ')}, not several`

export function hasOneAuthorization({ auth: given, headers: written }: GivenRequest): boolean {
  return given === undefined || !hasHeader(written ?? {}, 'authorization')
}

/** Percent-encodes what is not ASCII, as browsers do. */
function escapeForRequestLine(given: string): string {
  return given.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}

export function hasHeader(headers: Readonly<Record<string, unknown>>, wanted: string): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === wanted)
}
