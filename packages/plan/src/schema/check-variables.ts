import { defaultItem } from '../defaults/fill-steps.ts'
import type { Path } from '../document/path.ts'
import { pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue } from '../document/plain-value.ts'
import type { Text } from '../expressions/expression.ts'
import { type NameUsed, namesIn } from '../expressions/names-in.ts'
import { ExpressionMistake } from '../expressions/parse-expression.ts'
import { parseCondition, parseTemplate } from '../expressions/parse-template.ts'
import { suggest } from '../problems/suggestion.ts'

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Whether each variable that an expression names is set by then, and each variable of the environment is there. Reads
 * the file's plain values, so that these mistakes are told beside all others. Without an `environment`, its variables
 * are taken to be there.
 */
export function checkVariables(file: PlainMapping, environment: Environment | undefined): readonly PathMistake[] {
  const checker = new Checker(environment)
  const ofFile = checker.variables(childOf(file, 'vars'), ['vars'], new Set())
  const scenarios = childOf(file, 'scenarios')
  for (const [name, scenario] of Object.entries(isMapping(scenarios) ? scenarios : {})) {
    const path = ['scenarios', name]
    const known = checker.variables(childOf(scenario, 'vars'), [...path, 'vars'], ofFile)
    checker.steps(childOf(scenario, 'steps'), [...path, 'steps'], known)
  }
  return checker.mistakes
}

type Known = ReadonlySet<string>

/** Keys whose value is an expression, with or without braces. */
const conditions: readonly string[] = ['if', 'while', 'forEach', 'repeat']

function nameOf(written: PlainValue | undefined): readonly string[] {
  return typeof written === 'string' ? [written] : []
}

class Checker {
  readonly mistakes: PathMistake[] = []
  readonly #environment: Environment | undefined

  constructor(environment: Environment | undefined) {
    this.#environment = environment
  }

  /** Each may use those before it. */
  variables(written: PlainValue | undefined, path: Path, known: Known): Known {
    let now = known
    for (const [name, value] of Object.entries(isMapping(written) ? written : {})) {
      this.#values(value, [...path, name], now)
      now = new Set([...now, name])
    }
    return now
  }

  /** Each may use what those before it captured. */
  steps(written: PlainValue | undefined, path: Path, known: Known): Known {
    let now = known
    for (const [index, step] of (Array.isArray(written) ? written : []).entries()) {
      now = this.#step(step, [...path, index], now)
    }
    return now
  }

  #step(step: PlainValue, path: Path, known: Known): Known {
    if (!isMapping(step)) return known
    const { capture, steps, else: otherwise, choose, parallel, as, ...rest } = step
    const within = new Set([...known, ...nameOf(as), ...('forEach' in step && as === undefined ? [defaultItem] : [])])
    const after = [
      this.steps(steps, [...path, 'steps'], within),
      this.steps(otherwise, [...path, 'else'], known),
      ...(Array.isArray(choose) ? choose : []).map((choice, index) =>
        this.steps(childOf(choice, 'steps'), [...path, 'choose', index, 'steps'], known),
      ),
      ...(Array.isArray(parallel) ? parallel : []).map((each, index) =>
        this.#step(each, [...path, 'parallel', index], known),
      ),
    ].flatMap((each) => [...each])
    for (const key of conditions) {
      // What a loop waits for comes from its own steps.
      const seen = key === 'while' ? new Set([...known, ...after]) : known
      if (typeof rest[key] === 'string') this.#names(rest[key], parseCondition, [...path, key], seen)
    }
    const values = Object.entries(rest).filter(([key]) => !conditions.includes(key))
    this.#values(Object.fromEntries(values), path, known)
    return new Set([...known, ...after, ...Object.keys(isMapping(capture) ? capture : {})])
  }

  #names(text: string, read: (text: string) => Text, path: Path, known: Known): void {
    for (const used of namesUsed(text, read)) this.#name(used, path, known)
  }

  #values(value: PlainValue, path: Path, known: Known): void {
    if (typeof value === 'string') {
      this.#names(value, parseTemplate, path, known)
      return
    }
    const children: readonly (readonly [string | number, PlainValue])[] = Array.isArray(value)
      ? value.map((each, index) => [index, each])
      : Object.entries(isMapping(value) ? value : {})
    for (const [key, each] of children) this.#values(each, [...path, key], known)
  }

  #name({ kind, name, hasOtherwise }: NameUsed, path: Path, known: Known): void {
    if (kind === 'environment') this.#environmentVariable(name, hasOtherwise, path)
    else if (!known.has(name)) this.#unknown(name, path, known)
  }

  #environmentVariable(name: string, hasOtherwise: boolean, path: Path): void {
    const environment = this.#environment
    if (environment === undefined || hasOtherwise || environment[name] !== undefined) return
    this.mistakes.push({
      path,
      part: 'value',
      message: `${pathText(path)} needs \`env.${name}\`, which is not set`,
      wanted: `the environment variable ${name}, or something else for it: env.${name} ?? 'text'`,
    })
  }

  #unknown(name: string, path: Path, known: Known): void {
    const near = suggest(name, [...known])
    const list = [...known].join(', ')
    this.mistakes.push({
      path,
      part: 'value',
      message: `${pathText(path)} needs \`${name}\`, which no variable before it is called`,
      wanted: known.size === 0 ? 'a variable under `vars`, or one that an earlier step captures' : `one of ${list}`,
      hint: near && `did you mean \`${near}\`?`,
    })
  }
}

/** None of a text that cannot be read: that is told elsewhere. */
function namesUsed(text: string, readText: (text: string) => Text): readonly NameUsed[] {
  try {
    const read = readText(text)
    return typeof read === 'string' ? [] : namesIn(read)
  } catch (error) {
    if (error instanceof ExpressionMistake) return []
    throw error
  }
}
