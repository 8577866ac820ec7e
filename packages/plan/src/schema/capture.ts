import { z } from 'zod'
import type { JsonValue } from '../expressions/expression.ts'
import type { Capture } from '../plan.ts'
import { jsonPath, pattern } from './expectations.ts'
import { always, mapping, text } from './values.ts'
import { variableName } from './variables.ts'

const sources = ['json', 'header', 'cookie'] as const

const source = mapping({
  json: jsonPath.optional(),
  header: text('the name of a header').min(1, { error: 'the name of a header' }).optional(),
  cookie: text('the name of a cookie').min(1, { error: 'the name of a cookie' }).optional(),
  regex: pattern.optional(),
  all: z.boolean().optional(),
  default: z.json().optional(),
})
  .refine((given) => sources.filter((key) => Object.hasOwn(given, key)).length <= 1, {
    ...always,
    error: 'one of json, header and cookie, or `regex` alone for the body',
  })
  .refine((given) => [...sources, 'regex'].some((key) => Object.hasOwn(given, key)), {
    ...always,
    error: 'one of json, header, cookie, regex',
    params: { lacksKey: true },
  })

const shortForm = jsonPath.transform((json): z.output<typeof source> => ({ json }))

/** What is kept of an answer, by the name of the variable that it goes to. */
export const captures = z
  .record(
    variableName,
    z.union([shortForm, source], { error: 'a JSONPath such as $.token, or a mapping such as { header: location }' }),
    { error: 'a mapping of variables to where their values stand in the answer' },
  )
  .transform((given): readonly Capture[] =>
    Object.entries(given).map(([variable, each]) => ({
      variable,
      source: sourceOf(each),
      pattern: each.regex,
      all: each.all ?? false,
      otherwise: each.default as JsonValue | undefined,
    })),
  )

function sourceOf({ json, header, cookie }: z.output<typeof source>): Capture['source'] {
  if (json !== undefined) return { kind: 'json', path: json }
  if (header !== undefined) return { kind: 'header', header: header.toLowerCase() }
  if (cookie !== undefined) return { kind: 'cookie', cookie }
  return { kind: 'body' }
}
