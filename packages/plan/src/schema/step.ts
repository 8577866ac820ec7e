import { z } from 'zod'
import { distribution } from './latency.ts'
import {
  aBody,
  destinations,
  type GivenRequest,
  hasBodyToCompress,
  hasOneAuthorization,
  hasOneBody,
  hasOneEncoding,
  methods,
  oneBody,
  requestKeys,
} from './request.ts'
import { run } from './run.ts'
import { condition } from './template.ts'
import { always, mapping, text, wholeNumber, withOneOf } from './values.ts'
import { variableName } from './variables.ts'

const mostRounds = 1_000_000

/** What a step is, by the one of these keys that it has; with the other keys that belong to it. */
const belongings: Readonly<Record<string, readonly string[]>> = {
  think: [],
  group: ['steps', 'tags'],
  if: ['steps', 'else'],
  repeat: ['steps', 'as'],
  forEach: ['steps', 'as'],
  while: ['steps', 'atMost'],
  choose: [],
  parallel: [],
  run: ['as'],
  request: ['method'],
}

const kinds = [...methods, ...Object.keys(belongings)]

const flowKeys = {
  think: distribution.optional().meta({
    description: 'Pauses; counted in `iteration_duration`, and in no request’s time.',
    examples: ['2s', { uniform: ['1s', '3s'] }],
  }),
  group: text('text')
    .min(1, { error: 'text' })
    .max(100, { error: 'at most 100 characters' })
    .refine((name) => !name.includes('{{'), { error: 'a name that is the same each time: it names rows of the report' })
    .optional()
    .meta({
      description: 'Puts its name before those of its requests: `checkout / POST /orders`.',
      examples: ['checkout'],
    }),
  if: condition.optional().meta({
    description:
      'Goes through `steps` where the expression holds, else through `else`. Nothing, `false`, 0 and empty text do not hold.',
    examples: ['total > 100'],
  }),
  repeat: z
    .union([wholeNumber(0, mostRounds), condition], { error: 'a whole number, or an expression' })
    .transform((given) => (typeof given === 'number' ? ({ kind: 'constant', value: given } as const) : given))
    .optional()
    .meta({
      description: 'Goes through `steps` so many times: a number or an expression.',
      examples: [3, 'length(items)'],
    }),
  forEach: condition
    .optional()
    .meta({ description: 'Goes through `steps` once for each item of a list.', examples: ['items'] }),
  while: condition.optional().meta({
    description:
      'Goes through `steps` as long as the expression holds, but `atMost` rounds; it may name what its own steps capture.',
    examples: ["state != 'done'"],
  }),
  atMost: wholeNumber(1, mostRounds)
    .optional()
    .meta({ description: 'With `while`: the most rounds.', examples: [20] }),
  as: variableName.optional().meta({
    description:
      'With `repeat`: a variable for the round, from 1. With `forEach`: one for the item, `item` where it is left out. With `run`: one for what the function returns.',
    examples: ['round'],
  }),
  run: run.optional().meta({
    description: 'Calls a function that a script exports, by its path from this file; without a name, its default one.',
    examples: ['./checkout.ts#addToBasket'],
  }),
}

/** One thing that a user does: a request, a pause, or other steps under some condition. */
export interface GivenStep extends GivenRequest, z.output<z.ZodObject<typeof flowKeys>> {
  readonly steps?: readonly GivenStep[] | undefined
  readonly else?: readonly GivenStep[] | undefined
  readonly choose?: readonly GivenChoice[] | undefined
  readonly parallel?: readonly GivenStep[] | undefined
}

interface GivenChoice {
  readonly weight: number
  readonly steps: readonly GivenStep[]
}

export const steps: z.ZodType<readonly GivenStep[]> = z.lazy(() => listOfSteps)

const weight = z.number({ error: 'a number above zero' }).positive({ error: 'a number above zero' })

const choices: z.ZodType<readonly GivenChoice[]> = z
  .array(
    z.lazy(() =>
      mapping({
        weight: weight.meta({
          description: 'How often this is chosen, beside the weights of the others.',
          examples: [3],
        }),
        steps: steps.meta({ description: 'What is done if it is chosen.', examples: [[{ get: '/search' }]] }),
      }),
    ),
    { error: 'a list of { weight, steps }' },
  )
  .min(1, { error: 'at least one { weight, steps }' })

const step: z.ZodType<GivenStep> = withBelongings(
  withOneOf(
    kinds,
    mapping({
      ...requestKeys,
      ...flowKeys,
      steps: steps.optional().meta({
        description: 'The steps of a `group`, `if`, `repeat`, `forEach` or `while`.',
        examples: [[{ get: '/items/{{ item.id }}' }]],
      }),
      else: steps.optional().meta({
        description: 'With `if`: the steps where the expression does not hold.',
        examples: [[{ get: '/other' }]],
      }),
      choose: choices.optional().meta({
        description: 'Goes through the steps of one of several, in proportion to the weights.',
        examples: [
          [
            { weight: 3, steps: [{ get: '/search' }] },
            { weight: 1, steps: [{ post: '/orders' }] },
          ],
        ],
      }),
      parallel: steps.optional().meta({
        description: 'All steps at once; goes on when the last has ended.',
        examples: [[{ get: '/a' }, { get: '/b' }]],
      }),
    }),
  ),
)
  .refine(hasOneBody, { ...always, error: oneBody })
  .refine(hasOneAuthorization, { path: ['auth'], error: 'either `auth` or a header `authorization`, not both' })
  .refine(hasBodyToCompress, { ...always, path: ['compress'], error: aBody })
  .refine(hasOneEncoding, { path: ['compress'], error: 'either `compress` or a header `content-encoding`, not both' })
  .meta({ id: 'step', title: 'step' })

const listOfSteps = z
  .array(step, { error: 'a list of steps' })
  .min(1, { error: 'at least one step, such as get: /' })
  .meta({ id: 'steps', title: 'steps' })

/** Each key beside the one that it belongs to, and those that are needed there. */
function withBelongings<Schema extends z.ZodType<object>>(schema: Schema): Schema {
  const flow = new Set(Object.values(belongings).flat())
  const ofRequest = Object.keys(requestKeys).filter((key) => !kinds.includes(key) && key !== 'method')
  const owners = (key: string): readonly string[] => [
    ...(ofRequest.includes(key) ? destinations : []),
    ...Object.keys(belongings).filter((kind) => belongings[kind]?.includes(key)),
  ]
  const rest = new Set([...ofRequest, ...flow])
  let checked = schema
  for (const key of rest) {
    const of = owners(key)
    checked = checked.refine((given) => !Object.hasOwn(given, key) || !hasAny(given, kinds) || hasAny(given, of), {
      ...always,
      path: [key],
      error: `this key only beside ${of.join(', ')}`,
    })
  }
  for (const [key, of] of [
    ['steps', owners('steps')],
    ['atMost', ['while']],
  ] as const) {
    checked = checked.refine((given) => Object.hasOwn(given, key) || !hasAny(given, of), {
      ...always,
      path: [key],
      error: key === 'steps' ? 'a list of steps' : 'the most rounds, such as 20: a loop must end',
    })
  }
  return checked.meta({
    dependentSchemas: Object.fromEntries(
      [...rest].map((key) => [key, { anyOf: owners(key).map((owner) => ({ required: [owner] })) }]),
    ),
  })
}

function hasAny(given: object, keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(given, key))
}
