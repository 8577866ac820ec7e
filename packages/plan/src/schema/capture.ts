import { z } from 'zod'
import type { JsonValue } from '../expressions/expression.ts'
import type { Capture } from '../plan/step.ts'
import { parseCssSelector } from '../units/css-selector.ts'
import { jsonPath, pattern } from './expectations.ts'
import { plainValue } from './template.ts'
import { always, mapping, text } from './values.ts'
import { variableName } from './variables.ts'

const cssSelector = text('a CSS selector such as input[name=csrf]')
  .refine((given) => parseCssSelector(given) !== undefined, { error: 'a CSS selector such as input[name=csrf]' })
  .meta({ title: 'CSS selector' })

const sources = ['json', 'header', 'cookie', 'css'] as const

const source = mapping({
  json: jsonPath
    .optional()
    .meta({ description: 'The first value that the JSONPath (RFC 9535) leads to.', examples: ['$.items[0].id'] }),
  header: text('the name of a header')
    .min(1, { error: 'the name of a header' })
    .optional()
    .meta({ description: 'A header of the answer.', examples: ['location'] }),
  cookie: text('the name of a cookie')
    .min(1, { error: 'the name of a cookie' })
    .optional()
    .meta({ description: 'A cookie that this answer sets.', examples: ['sid'] }),
  css: cssSelector.optional().meta({
    description: 'The first element of the HTML that the CSS selector finds: the text within it, or its `attribute`.',
    examples: ['form input[name=csrf]'],
  }),
  attribute: text('the name of an attribute')
    .min(1, { error: 'the name of an attribute' })
    .optional()
    .meta({
      description: 'With `css`: the attribute whose value is taken.',
      examples: ['value'],
    }),
  regex: pattern.optional().meta({
    description:
      'The first group of the first match in the body, or in what `json`, `header`, `cookie` or `css` found; without a group, the match.',
    examples: ['value="(.*?)"'],
  }),
  all: z
    .boolean()
    .optional()
    .meta({
      description: 'A list of everything that is found, instead of the first.',
      examples: [true],
      default: false,
    }),
  default: plainValue.optional().meta({
    description: 'What the variable is where nothing is found; without it, that is a failure and ends the iteration.',
    examples: ['none'],
  }),
})
  .refine((given) => sources.filter((key) => Object.hasOwn(given, key)).length <= 1, {
    ...always,
    error: 'one of json, header, cookie and css, or `regex` alone for the body',
  })
  .refine((given) => [...sources, 'regex'].some((key) => Object.hasOwn(given, key)), {
    ...always,
    error: 'one of json, header, cookie, css, regex',
    params: { lacksKey: true },
  })
  .refine((given) => !Object.hasOwn(given, 'attribute') || Object.hasOwn(given, 'css'), {
    ...always,
    path: ['attribute'],
    error: '`css` beside it, which finds the element',
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

function sourceOf({ json, header, cookie, css, attribute }: z.output<typeof source>): Capture['source'] {
  if (json !== undefined) return { kind: 'json', path: json }
  if (header !== undefined) return { kind: 'header', header: header.toLowerCase() }
  if (cookie !== undefined) return { kind: 'cookie', cookie }
  if (css !== undefined) return { kind: 'css', selector: css, attribute }
  return { kind: 'body' }
}
