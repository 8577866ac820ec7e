import { z } from 'zod'
import { looksLikeUrl, parseHttpUrl } from './target.ts'
import { always, mapping, parsed, text, withOneOf } from './values.ts'

export const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

const where = parsed((given) => {
  if (looksLikeUrl(given)) return parseHttpUrl(given)?.href
  // What a request line can hold; a fragment is never sent.
  return /^\/[^\s#\p{Cc}]*$/u.test(given) && given.isWellFormed() ? escapeForRequestLine(given) : undefined
}, 'a path that starts with /, or a URL that starts with http:// or https://').optional()

/** Clients write these themselves, from the body and the connection's settings. */
const headersOfTheClient = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: 'a header name' })
  .refine((name) => !headersOfTheClient.includes(name.toLowerCase()), {
    error: 'a header that the client does not write itself',
  })

const headerValue = text('text; quote numbers').regex(/^[\t\x20-\x7e\x80-\xff]*$/, {
  error: 'text in one line, of characters that headers can hold',
})

const headers = z
  .record(headerName, headerValue, { error: 'a mapping of header names to text' })
  .refine((given) => new Set(Object.keys(given).map((name) => name.toLowerCase())).size === Object.keys(given).length, {
    error: 'each header once, whatever the case of its letters',
  })

const statusForms = 'a status from 100 to 599 or a class such as 2xx'
const status = z.union(
  [
    z.int().min(100, { error: statusForms }).max(599, { error: statusForms }),
    parsed((given) => (/^[1-5]xx$/.test(given) ? Number(given[0]) * 100 : undefined), statusForms).transform((first) =>
      Array.from({ length: 100 }, (_, index) => first + index),
    ),
  ],
  { error: statusForms },
)

/** Every status that counts as success; a class is written out as its hundred. */
const statuses = z
  .union([status, z.array(status).min(1, { error: 'at least one status' })], {
    error: `${statusForms}, or a list of them`,
  })
  .transform((given): readonly number[] => [...new Set([given].flat(2))])

const body = text('text; for other values use `json`')

/** One request: the method is a key whose value says where it goes. */
export const step = withOneOf(
  methods,
  mapping({
    get: where,
    post: where,
    put: where,
    patch: where,
    delete: where,
    head: where,
    options: where,
    name: text('text').min(1, { error: 'text' }).max(200, { error: 'at most 200 characters' }).optional(),
    headers: headers.optional(),
    body: body.optional(),
    json: z.json().optional(),
    expect: mapping({ status: statuses }).optional(),
  }),
).refine((given) => !(Object.hasOwn(given, 'body') && Object.hasOwn(given, 'json')), {
  ...always,
  path: ['json'],
  error: 'either `body` or `json`, not both',
})

export type GivenStep = z.output<typeof step>

/** Percent-encodes what is not ASCII, as browsers do. */
function escapeForRequestLine(given: string): string {
  return given.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
