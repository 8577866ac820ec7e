import process from 'node:process'
import type { Expression, JsonValue, Operator, Text } from '@loadrun/plan'
import { calls, type Surroundings } from './functions.ts'
import type { Iteration } from './iteration.ts'
import { toText } from './to-text.ts'

/** Works out a value in an iteration. */
export type Evaluate = (iteration: Iteration) => JsonValue
export type Render = (iteration: Iteration) => string

/** Where variables are kept, and what functions know: the same for all expressions of a scenario. */
export interface Language {
  /** The place of a variable among an iteration's values. */
  readonly placeOf: (variable: string) => number
  /** Those of all variables so far. */
  readonly places: () => ReadonlyMap<string, number>
  readonly nowEpochMs: Surroundings['nowEpochMs']
  /** What `before` left in a variable; nothing where it never came to that. */
  readonly handed: (variable: string) => JsonValue
  readonly count: Surroundings['count']
}

/** Gives each variable a place, from 0. */
export function places(): Pick<Language, 'placeOf' | 'places'> {
  const known = new Map<string, number>()
  const placeOf = (variable: string) => {
    const place = known.get(variable) ?? known.size
    known.set(variable, place)
    return place
  }
  return { placeOf, places: () => known }
}

/** A function that renders the text; of fixed text, the text itself. */
export function compileText(text: Text, language: Language): string | Render {
  if (typeof text === 'string') return text
  const evaluate = compileExpression(text, language)
  return (iteration) => toText(evaluate(iteration))
}

export function compileExpression(expression: Expression, language: Language): Evaluate {
  const compile = (each: Expression) => compileExpression(each, language)
  switch (expression.kind) {
    case 'constant': {
      const { value } = expression
      return () => value
    }
    case 'variable': {
      const place = language.placeOf(expression.name)
      return ({ values }) => values[place] ?? null
    }
    case 'handed': {
      const value = language.handed(expression.name)
      return () => value
    }
    case 'environment': {
      const value = process.env[expression.name] ?? null
      return () => value
    }
    case 'member': {
      const of = compile(expression.of)
      const key = compile(expression.key)
      return (iteration) => memberOf(of(iteration), key(iteration))
    }
    case 'call': {
      const call = calls[expression.name]
      const given = expression.given.map(compile)
      return (iteration) =>
        call(
          given.map((each) => each(iteration)),
          { iteration, nowEpochMs: language.nowEpochMs, count: language.count },
        )
    }
    case 'operation':
      return compileOperation(expression.operator, compile(expression.left), compile(expression.right))
    case 'not': {
      const of = compile(expression.of)
      return (iteration) => !of(iteration)
    }
    case 'text': {
      const parts = expression.parts.map(compile)
      return (iteration) => {
        let text = ''
        for (const part of parts) text += toText(part(iteration))
        return text
      }
    }
    case 'list': {
      const items = expression.items.map(compile)
      return (iteration) => items.map((each) => each(iteration))
    }
    case 'mapping': {
      const entries = expression.entries.map(([key, each]) => [key, compile(each)] as const)
      return (iteration) => Object.fromEntries(entries.map(([key, each]) => [key, each(iteration)]))
    }
  }
}

/** A key of a mapping, or a position in a list; nothing where there is none. */
export function memberOf(of: JsonValue, key: JsonValue): JsonValue {
  if (Array.isArray(of)) return of[Number(key)] ?? null
  if (typeof of !== 'object' || of === null) return null
  const name = toText(key)
  return Object.hasOwn(of, name) ? ((of as Readonly<Record<string, JsonValue>>)[name] ?? null) : null
}

function compileOperation(operator: Operator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case '??':
      return (iteration) => left(iteration) ?? right(iteration)
    case '||':
      return (iteration) => left(iteration) || right(iteration)
    case '&&':
      return (iteration) => left(iteration) && right(iteration)
    case '==':
      return (iteration) => toText(left(iteration)) === toText(right(iteration))
    case '!=':
      return (iteration) => toText(left(iteration)) !== toText(right(iteration))
    case '+':
      return (iteration) => add(left(iteration), right(iteration))
    default: {
      const work = arithmetic[operator]
      return (iteration) => work(left(iteration), right(iteration))
    }
  }
}

function add(left: JsonValue, right: JsonValue): JsonValue {
  return typeof left === 'number' && typeof right === 'number' ? left + right : toText(left) + toText(right)
}

const arithmetic = {
  '<': (left, right) => isBefore(left, right),
  '>': (left, right) => isBefore(right, left),
  '<=': (left, right) => !isBefore(right, left),
  '>=': (left, right) => !isBefore(left, right),
  '-': (left, right) => finite(Number(left) - Number(right)),
  '*': (left, right) => finite(Number(left) * Number(right)),
  '/': (left, right) => finite(Number(left) / Number(right)),
  '%': (left, right) => finite(Number(left) % Number(right)),
} satisfies Partial<Record<Operator, (left: JsonValue, right: JsonValue) => JsonValue>>

/** By number, where both are or can be read as numbers; else by text. */
function isBefore(left: JsonValue, right: JsonValue): boolean {
  const [one, other] = [Number(left), Number(right)]
  return Number.isNaN(one) || Number.isNaN(other) ? toText(left) < toText(right) : one < other
}

/** What no JSON can hold is nothing. */
function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null
}
