import { z } from 'zod'
import type { PlainValue } from '../document/plain-value.ts'
import { isMapping, showValue } from '../document/plain-value.ts'
import type { Expression, Text } from '../expressions/expression.ts'
import { ExpressionMistake } from '../expressions/parse-expression.ts'
import { isTemplate, parseCondition, parseTemplate, parseValue } from '../expressions/parse-template.ts'
import { text } from './values.ts'

/** Text that may have expressions in it. Where it has none, `fixed` says what it means; `undefined` from it: nothing. */
export function template(wanted: string, fixed: (given: string) => string | undefined = (given) => given) {
  return text(wanted).transform((given, context): Text => {
    const value = isTemplate(given) ? readTemplate(given, context) : fixed(given)
    if (value !== undefined) return value
    if (!isTemplate(given)) context.addIssue({ code: 'custom', message: wanted })
    return z.NEVER
  })
}

/** Text, a number, or true or false, as parts of queries and forms are written. */
export const textLike = z.union([template('text'), z.number().transform(String), z.boolean().transform(String)], {
  error: 'text, a number, true or false',
})

/** What JSON can say. */
export const plainValue: z.ZodType<PlainValue> = z.lazy(() => anyValue).meta({ id: 'value', title: 'any value' })

const anyValue = z.union(
  [z.string(), z.number(), z.boolean(), z.null(), z.array(plainValue), z.record(z.string(), plainValue)],
  { error: 'a value' },
)

/** Any value, with expressions in its texts. */
export const value = plainValue.transform((given, context): Expression => {
  if (!addMistakesIn(given, [], context)) return z.NEVER
  return parseValue(given)
})

/** A template, with how the author wrote it: that names the check. */
export const namedText = text('text').transform((given, context): { source: string; text: Text } => {
  const read = readTemplate(given, context)
  return read === undefined ? z.NEVER : { source: showValue(given), text: read }
})

/** The same for any value. */
export const namedValue = plainValue.transform((given, context): { source: string; value: Expression } => {
  if (!addMistakesIn(given, [], context)) return z.NEVER
  return { source: showValue(given), value: parseValue(given) }
})

/** An expression on its own, with or without its braces. */
export const condition = z
  .union([z.boolean().transform(String), text('an expression')], { error: 'an expression' })
  .transform((given, context): Expression => {
    try {
      return parseCondition(given)
    } catch (error) {
      addMistake(error, [], context)
      return z.NEVER
    }
  })
  .meta({ title: 'expression' })

export function readTemplate(given: string, context: Context): Text | undefined {
  try {
    return parseTemplate(given)
  } catch (error) {
    addMistake(error, [], context)
    return undefined
  }
}

/** Whether there are none. */
function addMistakesIn(given: PlainValue, path: (string | number)[], context: Context): boolean {
  if (typeof given === 'string') {
    try {
      parseTemplate(given)
      return true
    } catch (error) {
      addMistake(error, path, context)
      return false
    }
  }
  const children: readonly (readonly [string | number, PlainValue])[] = Array.isArray(given)
    ? given.map((each, index) => [index, each])
    : Object.entries(isMapping(given) ? given : {})
  return children.map(([key, each]) => addMistakesIn(each, [...path, key], context)).every(Boolean)
}

type Context = z.core.$RefinementCtx

function addMistake(error: unknown, path: (string | number)[], context: Context): void {
  if (!(error instanceof ExpressionMistake)) throw error
  context.addIssue({ code: 'custom', message: error.message, path })
}
