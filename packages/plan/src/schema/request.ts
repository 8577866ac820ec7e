import { z } from 'zod'
import type { Text } from '../expressions/expression.ts'
import { isTemplate } from '../expressions/parse-template.ts'
import { body, compress, multipart } from './bodies.ts'
import { captures } from './capture.ts'
import { expectations } from './expectations.ts'
import { headersExcept, headerValue } from './headers.ts'
import { tags } from './tags.ts'
import { looksLikeUrl, parseHttpUrl } from './target.ts'
import { readTemplate, template, textLike, value } from './template.ts'
import { answerSize, durationAboveZero, mapping, text, wholeNumber, withOneOf } from './values.ts'

export const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

/** The keys that say where a request goes; beside `request`, another says its method. */
export const destinations = [...methods, 'request'] as const

const whereForms = 'a path that starts with /, or a URL that starts with http:// or https://'
const where = text(whereForms)
  .transform((given, context): Where => {
    const url = isTemplate(given) ? readTemplate(given, context) : fixedUrl(given)
    if (url !== undefined && startsAsUrl(url)) return { source: typeof url === 'string' ? url : given, text: url }
    if (url !== undefined || !isTemplate(given)) context.addIssue({ code: 'custom', message: whereForms })
    return z.NEVER
  })
  .meta({ pattern: '^(/|https?://|.*\\{\\{)' })
  .optional()

/** Where a request goes, or its method. `source` is as it is written, and names the request. */
interface Where {
  readonly source: string
  readonly text: Text
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

const aMethod = 'a method, such as PROPFIND'
const method = text(aMethod).transform((given, context): Where => {
  const asWritten = isTemplate(given) ? readTemplate(given, context) : fixedMethod(given)
  if (asWritten !== undefined) return { source: given, text: asWritten }
  if (!isTemplate(given)) context.addIssue({ code: 'custom', message: aMethod })
  return z.NEVER
})

function fixedMethod(given: string): string | undefined {
  return /^[!#$%&'*+.^_`|~\w-]{1,50}$/.test(given) ? given : undefined
}

/** Clients write these themselves, from the body and the connection's settings. */
const headersOfTheClient = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']

const headers = headersExcept(
  headersOfTheClient,
  'a header that the client does not write itself',
  headerValue.pipe(template('text')),
)

/** Of these a request has one at most. */
const bodies = ['body', 'json', 'form', 'multipart'] as const

const basic = mapping({
  user: template('text').meta({ description: 'Who asks.', examples: ['me'] }),
  password: template('text').meta({
    description: 'The password. Results and reports have `***` for it.',
    examples: ['{{ env.PASSWORD ?? 1 }}'],
  }),
})
const auth = withOneOf(
  ['basic', 'bearer'],
  mapping({
    basic: basic
      .optional()
      .meta({ description: 'User and password (RFC 7617).', examples: [{ user: 'me', password: 'secret' }] }),
    bearer: template('text')
      .optional()
      .meta({ description: 'A token (RFC 6750).', examples: ['{{ token }}'] }),
  }),
)

const cookieName = z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: 'the name of a cookie' })

/** How many redirects are followed. */
export const redirects = wholeNumber(0, 50)

/** The keys of a request: the method is one whose value says where it goes. */
export const requestKeys = {
  get: where.meta({
    description: 'Sends a GET to a path that starts with `/`, or to a whole URL.',
    examples: ['/items/{{ id }}', 'http://127.0.0.1:3000/'],
  }),
  post: where.meta({
    description: 'Sends a POST to a path that starts with `/`, or to a whole URL.',
    examples: ['/orders'],
  }),
  put: where.meta({
    description: 'Sends a PUT to a path that starts with `/`, or to a whole URL.',
    examples: ['/orders/{{ id }}'],
  }),
  patch: where.meta({
    description: 'Sends a PATCH to a path that starts with `/`, or to a whole URL.',
    examples: ['/orders/{{ id }}'],
  }),
  delete: where.meta({
    description: 'Sends a DELETE to a path that starts with `/`, or to a whole URL.',
    examples: ['/orders/{{ id }}'],
  }),
  head: where.meta({
    description: 'Sends a HEAD to a path that starts with `/`, or to a whole URL.',
    examples: ['/orders/{{ id }}'],
  }),
  options: where.meta({
    description: 'Sends a OPTIONS to a path that starts with `/`, or to a whole URL.',
    examples: ['/orders/{{ id }}'],
  }),
  request: where.meta({
    description:
      'Sends a request of the method that `method` says, such as one that was recorded, to a path that starts with `/`, or to a whole URL.',
    examples: ['{{ arrival.path }}'],
  }),
  method: method.optional().meta({
    description: 'With `request`: the method; GET where it is left out.',
    examples: ['{{ arrival.method }}', 'PROPFIND'],
  }),
  name: text('text')
    .min(1, { error: 'text' })
    .max(200, { error: 'at most 200 characters' })
    .refine((name) => !isTemplate(name), { error: 'a name that is the same each time: it names a row of the report' })
    .optional()
    .meta({
      description: 'Names the request in metrics; method and path as they are written where it is left out.',
      examples: ['place order'],
    }),
  query: z
    .record(z.string(), textLike, { error: 'a mapping of names to text' })
    .optional()
    .meta({
      description: 'Names to values, percent-encoded and put behind the URL.',
      examples: [{ q: '{{ term }}', page: 1 }],
    }),
  headers: headers.optional().meta({
    description: 'Names to texts; quote numbers. Some are the client’s own, such as `content-length`.',
    examples: [{ accept: 'application/json', 'x-request-id': '{{ uuid() }}' }],
  }),
  auth: auth.optional().meta({
    description: 'Who asks: a header `authorization`.',
    examples: [{ bearer: '{{ token }}' }, { basic: { user: 'me', password: '{{ env.PASSWORD ?? 1 }}' } }],
  }),
  body: body.optional().meta({
    description: 'Text that is sent as the body, or `{ file: … }` for the bytes of a file.',
    examples: ['<order id="{{ id }}"/>', { file: 'order.xml' }],
  }),
  json: value.optional().meta({
    description: 'Any value, sent as JSON, with `content-type: application/json` unless `headers` say another.',
    examples: [{ sku: 'A-1', pieces: '{{ randomInt(1, 3) }}' }],
  }),
  form: z
    .record(z.string(), textLike, { error: 'a mapping of names to text' })
    .optional()
    .meta({
      description:
        'Names to values, sent as a form (`application/x-www-form-urlencoded`). Of `body`, `json`, `form` and `multipart` a request has one.',
      examples: [{ user: 'ann', remember: true }],
    }),
  multipart: multipart.optional().meta({
    description: 'A form with files, as browsers upload them (`multipart/form-data`): names to values or files.',
    examples: [{ title: 'Me', picture: { file: 'avatar.png', type: 'image/png' } }],
  }),
  compress: compress.optional().meta({
    description:
      'Compresses the body, and says so in `content-encoding`; a list one after the other. A body that is the same each time is compressed once, others each time they are sent.',
    examples: ['gzip', ['deflate', 'gzip']],
  }),
  cookies: z
    .record(cookieName, textLike, { error: 'a mapping of names to text' })
    .optional()
    .meta({
      description: 'Cookies to send, beside those that the user keeps (`cookies` of the scenario).',
      examples: [{ theme: 'dark' }],
    }),
  redirects: redirects.optional().meta({
    description:
      'Redirects to follow at most, instead of what the scenario says. One whose status `expect` asks for is not followed.',
    examples: [0],
  }),
  timeout: durationAboveZero.optional().meta({
    description: 'Patience with this request, instead of what the scenario says; the wait for a connection included.',
    examples: ['2s'],
  }),
  maxAnswerSize: answerSize.optional().meta({
    description:
      'Longest body of an answer that is read, instead of what the scenario says; a longer one fails the request (`answer-too-large`).',
    examples: ['64KiB'],
  }),
  tags: tags.optional().meta({
    description:
      'Names to values that thresholds can narrow metrics down by: `http_req_duration{page:search}`. Those of a group are its requests’ too.',
    examples: [{ page: 'search' }],
  }),
  expect: expectations.optional().meta({
    description:
      'What the answer must be like; each line is counted under `checks`. Every status below 400 where it is left out.',
    examples: [{ status: '2xx', json: { '$.state': 'open' } }],
  }),
  capture: captures.optional().meta({
    description: 'Variables for later steps, and where their values stand in the answer.',
    examples: [{ token: '$.token', place: { header: 'location' } }],
  }),
}

export type GivenRequest = z.output<z.ZodObject<typeof requestKeys>>

export function hasOneBody(given: object): boolean {
  return bodies.filter((key) => Object.hasOwn(given, key)).length <= 1
}

export const oneBody = `one of ${bodies.join(', ')}, not several`

export const aBody = `one of ${bodies.join(', ')} beside it`

export function hasOneAuthorization({ auth: given, headers: written }: GivenRequest): boolean {
  return given === undefined || !hasHeader(written ?? {}, 'authorization')
}

export function hasBodyToCompress(given: object): boolean {
  return !Object.hasOwn(given, 'compress') || bodies.some((key) => Object.hasOwn(given, key))
}

export function hasOneEncoding({ compress: given, headers: written }: GivenRequest): boolean {
  return given === undefined || !hasHeader(written ?? {}, 'content-encoding')
}

/** Percent-encodes what is not ASCII, as browsers do. */
function escapeForRequestLine(given: string): string {
  return given.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}

export function hasHeader(headers: Readonly<Record<string, unknown>>, wanted: string): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === wanted)
}
