import { z } from 'zod'
import { isMapping } from '../document/plain-value.ts'
import { durationPattern, parseDurationMs } from '../units/duration.ts'
import { parseRatePerSecond, ratePattern } from '../units/rate.ts'
import { parseBytes, sizePattern } from '../units/size.ts'

// The text of every error in this folder says what is wanted; what was found is added where the problem is reported.

/** A mapping that knows these keys and no others. `read` are keys it can have, but that were read and taken out before. */
export function mapping<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  wanted = 'a mapping',
  read: readonly string[] = [],
) {
  const known = [...Object.keys(shape), ...read]
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? knownKeys.write(known) : wanted),
  })
}

/** zod's errors carry text alone, so the keys that exist travel in it, to be listed and to find what was meant. */
export const knownKeys = {
  write: (keys: readonly string[]): string => keys.join(', '),
  read: (text: string): readonly string[] => text.split(', '),
}

/** For checks of mappings to be made also where parts of them are wrong, so that all problems are told at once. */
export const always = { when: ({ value }: { value: unknown }) => isMapping(value) }

/** A mapping with one of these keys, and no more than one. */
export function withOneOf<Mapping extends z.ZodType<object>>(keys: readonly string[], schema: Mapping): Mapping {
  const count = (given: object) => keys.filter((key) => Object.hasOwn(given, key)).length
  const error = `exactly one of ${keys.join(', ')}`
  return schema
    .refine((given) => count(given) <= 1, { ...always, error })
    .refine((given) => count(given) > 0, { ...always, error, params: lacksKey })
    .meta({ oneOf: keys.map((key) => ({ required: [key] })) })
}

/** Marks errors that only follow from another where a key of the same mapping is misspelt. */
const lacksKey = { lacksKey: true }

export function text(wanted: string) {
  return z.string({ error: wanted })
}

/** Text that `parse` understands; `undefined` from it means that it does not. */
export function parsed<Value>(parse: (text: string) => Value | undefined, wanted: string) {
  return text(wanted).transform((given, context): Value => {
    const value = parse(given)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: wanted })
    return z.NEVER
  })
}

export function wholeNumber(min: number, max: number, error = `a whole number from ${min} to ${max}`) {
  return z.int({ error }).min(min, { error }).max(max, { error })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` })
}

export const port = wholeNumber(1, 65_535)

/** `none`, or a whole number. */
export function noneOr(min: number, max: number) {
  const error = `none, or a whole number from ${min} to ${max}`
  return z.union([z.literal('none'), wholeNumber(min, max, error)], { error })
}

const durationForms = 'with its unit, such as 250ms, 5s or 1m30s'

/** For editors, which know no functions: how such a text looks. */
const durationLooks = { title: 'duration', pattern: durationPattern.source, minLength: 1 }

export const duration = parsed(parseDurationMs, `a duration ${durationForms}`).meta(durationLooks)

export const durationAboveZero = parsed((given) => {
  const ms = parseDurationMs(given)
  return ms === 0 ? undefined : ms
}, `a duration above zero ${durationForms}`).meta(durationLooks)

/** Milliseconds, or `none`. */
export const durationOrNone = parsed((given) => {
  if (given === 'none') return 'none' as const
  const ms = parseDurationMs(given)
  return ms === 0 ? undefined : ms
}, `none, or a duration above zero ${durationForms}`).meta({
  title: 'none or duration',
  pattern: `^none$|${durationPattern.source}`,
  minLength: 1,
})

/** Bytes: a number, or with its unit. */
export function size(min: number, max: number, wanted: string) {
  const written = z.string().meta({ pattern: sizePattern.source })
  return z
    .union([written, z.number()], { error: wanted })
    .transform((given, context): number => {
      const bytes = typeof given === 'number' ? given : parseBytes(given)
      if (bytes !== undefined && Number.isInteger(bytes) && bytes >= min && bytes <= max) return bytes
      context.addIssue({ code: 'custom', message: wanted })
      return z.NEVER
    })
    .meta({ title: 'size' })
}

/** Of an answer's body, as far as it is read. */
export const answerSize = size(1, 2 ** 30, 'a size up to 1GiB, such as 20MiB or 65536')

/** Arrivals a second. */
export const fastest = 1_000_000

function rateFrom(accepts: (ratePerSecond: number) => boolean, wanted: string) {
  const written = z.string().meta({ pattern: ratePattern.source })
  return z
    .union([written, z.number().meta({ minimum: 0 })], { error: wanted })
    .transform((given, context): number => {
      const ratePerSecond = parseRatePerSecond(given)
      if (ratePerSecond !== undefined && accepts(ratePerSecond)) return ratePerSecond
      context.addIssue({ code: 'custom', message: wanted })
      return z.NEVER
    })
    .meta({ title: 'rate' })
}

export const rateAboveZero = rateFrom(
  (rate) => rate > 0 && rate <= fastest,
  'a rate above zero and up to 1000000/s, such as 150/s or 9000/m',
)

export const rate = rateFrom((rate) => rate >= 0 && rate <= fastest, 'a rate up to 1000000/s, such as 150/s or 9000/m')

/** Names that the author gives: they appear in paths, metrics and the names of files. */
export const givenName = z.string().regex(/^[A-Za-z][\w-]{0,63}$/, {
  error: 'a name of letters, digits, - and _ that starts with a letter (64 characters at most)',
})

/** What is wanted of values that say nothing more exact themselves. */
export function wantedByDefault(issue: { code?: string | undefined; expected?: unknown }): string {
  if (issue.expected === 'object' || issue.expected === 'record') return 'a mapping'
  if (issue.expected === 'array' || issue.expected === 'tuple') return 'a list'
  if (issue.expected === 'boolean') return 'true or false'
  if (issue.expected === 'number') return 'a number'
  return 'text'
}
