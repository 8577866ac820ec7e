import { z } from 'zod'
import { distribution } from './latency.ts'
import { type GivenRequest, hasOneAuthorization, hasOneBody, methods, oneBody, requestKeys } from './request.ts'
import { condition } from './template.ts'
import { always, mapping, text, wholeNumber, withOneOf } from './values.ts'
import { variableName } from './variables.ts'

const mostRounds = 1_000_000

/** What a step is, by the one of these keys that it has; with the other keys that belong to it. */
const belongings: Readonly<Record<string, readonly string[]>> = {
  think: [],
  group: ['steps'],
  if: ['steps', 'else'],
  repeat: ['steps', 'as'],
  forEach: ['steps', 'as'],
  while: ['steps', 'atMost'],
  choose: [],
  parallel: [],
}

const kinds = [...methods, ...Object.keys(belongings)]

const flowKeys = {
  think: distribution.optional(),
  group: text('text')
    .min(1, { error: 'text' })
    .max(100, { error: 'at most 100 characters' })
    .refine((name) => !name.includes('{{'), { error: 'a name that is the same each time: it names rows of the report' })
    .optional(),
  if: condition.optional(),
  repeat: z
    .union([wholeNumber(0, mostRounds), condition], { error: 'a whole number, or an expression' })
    .transform((given) => (typeof given === 'number' ? ({ kind: 'constant', value: given } as const) : given))
    .optional(),
  forEach: condition.optional(),
  while: condition.optional(),
  atMost: wholeNumber(1, mostRounds).optional(),
  as: variableName.optional(),
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

export const steps: z.ZodType<readonly GivenStep[]> = z.lazy(() =>
  z.array(step, { error: 'a list of steps' }).min(1, { error: 'at least one step, such as get: /' }),
)

const weight = z.number({ error: 'a number above zero' }).positive({ error: 'a number above zero' })

const choices: z.ZodType<readonly GivenChoice[]> = z
  .array(
    z.lazy(() => mapping({ weight, steps })),
    { error: 'a list of { weight, steps }' },
  )
  .min(1, { error: 'at least one { weight, steps }' })

const step: z.ZodType<GivenStep> = withBelongings(
  withOneOf(
    kinds,
    mapping({
      ...requestKeys,
      ...flowKeys,
      steps: steps.optional(),
      else: steps.optional(),
      choose: choices.optional(),
      parallel: steps.optional(),
    }),
  ),
)
  .refine(hasOneBody, { ...always, error: oneBody })
  .refine(hasOneAuthorization, { path: ['auth'], error: 'either `auth` or a header `authorization`, not both' })

/** Each key beside the one that it belongs to, and those that are needed there. */
function withBelongings<Schema extends z.ZodType<object>>(schema: Schema): Schema {
  const flow = new Set(Object.values(belongings).flat())
  const owners = (key: string): readonly string[] =>
    flow.has(key) ? Object.keys(belongings).filter((kind) => belongings[kind]?.includes(key)) : methods
  const rest = [...Object.keys(requestKeys).filter((key) => !kinds.includes(key)), ...flow]
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
  return checked
}

function hasAny(given: object, keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(given, key))
}
