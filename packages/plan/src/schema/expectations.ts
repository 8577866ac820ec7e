import { z } from 'zod'
import type { Expectation } from '../plan/step.ts'
import { parseJsonPath } from '../units/json-path.ts'
import { namedText, namedValue } from './template.ts'
import { durationAboveZero, mapping, parsed, text, wholeNumber } from './values.ts'

const statusForms = 'a status from 100 to 599 or a class such as 2xx'
const statusClass = /^[1-5]xx$/
const status = z.union(
  [
    z.int().min(100, { error: statusForms }).max(599, { error: statusForms }),
    parsed((given) => (statusClass.test(given) ? Number(given[0]) * 100 : undefined), statusForms)
      .meta({ pattern: statusClass.source })
      .transform((first) => Array.from({ length: 100 }, (_, index) => first + index)),
  ],
  { error: statusForms },
)

/** Every status that counts as success; a class is written out as its hundred. */
const statuses = z
  .union([status, z.array(status).min(1, { error: 'at least one status' })], {
    error: `${statusForms}, or a list of them`,
  })
  .transform((given): readonly number[] => [...new Set([given].flat(2))])
  .meta({ title: 'statuses' })

export const pattern = text('a regular expression')
  .refine(isPattern, { error: 'a regular expression' })
  .meta({ title: 'regular expression', format: 'regex' })

export const jsonPath = text('a JSONPath such as $.items[0].id')
  .refine((given) => parseJsonPath(given) !== undefined, {
    error: 'a JSONPath such as $.items[0].id',
  })
  .meta({ title: 'JSONPath', pattern: '^\\$' })

const aByte = wholeNumber(0, Number.MAX_SAFE_INTEGER)
const size = mapping({
  min: aByte.optional().meta({ description: 'The smallest size.', examples: [1], default: 0 }),
  max: aByte.optional().meta({ description: 'The largest size; any where it is left out.', examples: [2000] }),
}).refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, { error: 'the smaller number as `min`' })

const headerForms = 'text, true or false, or { matches: a regular expression }'
const header = z
  .union(
    [
      namedText,
      z.boolean(),
      mapping({
        matches: pattern.meta({ description: 'A regular expression that the header must match.', examples: ['json'] }),
      }),
    ],
    { error: headerForms },
  )
  .meta({ title: 'header' })

const jsonPaths = listOf(jsonPath, 'a JSONPath such as $.items[0].id, or a list of them')

/** What an answer must be like, or the request has failed. */
export const expectations = mapping({
  status: statuses
    .optional()
    .meta({ description: 'A status, a class, or a list of them.', examples: [201, '2xx', [200, 404]] }),
  headers: z
    .record(z.string(), header, { error: `a mapping of header names to ${headerForms}` })
    .optional()
    .meta({
      description:
        'Names to what each must be: the text, `{ matches }` with a regular expression, or `true` for any, `false` for none.',
      examples: [{ 'content-type': { matches: 'json' }, etag: true, 'x-cache': 'HIT' }],
    }),
  contains: listOf(namedText, 'text, or a list of texts')
    .optional()
    .meta({ description: 'Text that the body must contain, or a list of texts.', examples: ['Thank you', ['a', 'b']] }),
  matches: listOf(pattern, 'a regular expression, or a list of them')
    .optional()
    .meta({
      description: 'A regular expression that the body must match, or a list; `.` matches line ends too.',
      examples: ['order [0-9]+'],
    }),
  json: z
    .record(jsonPath, namedValue, { error: 'a mapping of JSONPaths to values' })
    .optional()
    .meta({
      description: 'JSONPaths (RFC 9535) to the value of the first thing each leads to.',
      examples: [{ '$.total': 3 }],
    }),
  present: jsonPaths.optional().meta({
    description: 'A JSONPath that must lead to something, be it `null`, or a list of them.',
    examples: ['$.id', ['$.id', '$.items[0]']],
  }),
  absent: jsonPaths.optional().meta({
    description: 'A JSONPath that must lead to nothing, or a list of them; the answer must be JSON all the same.',
    examples: ['$.error'],
  }),
  within: durationAboveZero.optional().meta({
    description: 'Longest time from handing the request over to the answer’s last byte.',
    examples: ['800ms'],
  }),
  size: size.optional().meta({
    description: 'Of the body in bytes, decompressed; `data_received` counts what went over the wire.',
    examples: [{ min: 1, max: 2000 }],
  }),
}).transform((given) => ({ status: given.status ?? [], others: [...expectationsOf(given)] }))

interface Given {
  readonly headers?: Readonly<Record<string, z.output<typeof header>>> | undefined
  readonly present?: readonly string[] | undefined
  readonly absent?: readonly string[] | undefined
  readonly contains?: readonly z.output<typeof namedText>[] | undefined
  readonly matches?: readonly string[] | undefined
  readonly json?: Readonly<Record<string, z.output<typeof namedValue>>> | undefined
  readonly within?: number | undefined
  readonly size?: z.output<typeof size> | undefined
}

function* expectationsOf(given: Given): Generator<Expectation> {
  for (const [name, wanted] of Object.entries(given.headers ?? {})) yield headerExpectation(name, wanted)
  for (const { source, text: part } of given.contains ?? []) {
    yield { kind: 'contains', name: `body contains ${source}`, part }
  }
  for (const each of given.matches ?? []) yield { kind: 'matches', name: `body matches ${each}`, pattern: each }
  for (const [path, { source, value }] of Object.entries(given.json ?? {})) {
    yield { kind: 'json', name: `${path} is ${source}`, path, value }
  }
  for (const path of given.present ?? []) yield { kind: 'json-there', name: `${path} is there`, path, isThere: true }
  for (const path of given.absent ?? [])
    yield { kind: 'json-there', name: `${path} is not there`, path, isThere: false }
  if (given.within !== undefined) {
    yield { kind: 'within', name: `answer within ${given.within} ms`, limitMs: given.within }
  }
  if (given.size !== undefined) {
    const { min = 0, max } = given.size
    const range = max === undefined ? `${min} bytes or more` : `${min} to ${max} bytes`
    yield { kind: 'size', name: `size is ${range}`, min, max }
  }
}

function headerExpectation(written: string, wanted: z.output<typeof header>): Expectation {
  const header = written.toLowerCase()
  if (typeof wanted === 'boolean') {
    return { kind: 'header-there', name: `header ${written} is ${wanted ? '' : 'not '}there`, header, isThere: wanted }
  }
  if ('matches' in wanted) {
    const { matches } = wanted
    return { kind: 'header-matches', name: `header ${written} matches ${matches}`, header, pattern: matches }
  }
  return { kind: 'header', name: `header ${written} is ${wanted.source}`, header, value: wanted.text }
}

function listOf<Each extends z.ZodType>(each: Each, error: string) {
  return z
    .union([each, z.array(each).min(1, { error })], { error })
    .transform((given): readonly z.output<Each>[] => (Array.isArray(given) ? given : [given as z.output<Each>]))
}

function isPattern(given: string): boolean {
  try {
    new RegExp(given, 's')
    return true
  } catch {
    return false
  }
}
