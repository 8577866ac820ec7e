import { dataPath } from '../defaults/fill-data.ts'
import type { RecordingOf } from '../defaults/fill-recording.ts'
import { defaultItem } from '../defaults/fill-steps.ts'
import type { ReadFile } from '../document/extend-document.ts'
import type { Path } from '../document/path.ts'
import { pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue, showValue } from '../document/plain-value.ts'
import type { Text } from '../expressions/expression.ts'
import { type NameUsed, namesIn } from '../expressions/names-in.ts'
import { ExpressionMistake } from '../expressions/parse-expression.ts'
import { parseCondition, parseTemplate } from '../expressions/parse-template.ts'
import { suggest } from '../problems/suggestion.ts'
import { arrivalVariable, recordingIn, replaysRecording } from './check-recordings.ts'

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The names of a data file's columns, or why they cannot be told; `undefined`: there may be any. */
export type ColumnsOf = (
  path: string,
  given: Readonly<{ delimiter: string; columns: readonly string[] | undefined; skipsFirstLine: boolean }>,
) => readonly string[] | { readonly problem: string } | undefined

export interface Surroundings {
  /** Where the scenario stands. */
  readonly file: string
  readonly environment?: Environment
  readonly columnsOf?: ColumnsOf
  readonly readFile?: ReadFile
  readonly recordingOf?: RecordingOf
}

/**
 * Whether each variable that an expression names is set by then, and each variable of the environment is there. Reads
 * the file's plain values, so that these mistakes are told beside all others. Without an `environment`, its variables
 * are taken to be there; without `columnsOf`, data files are.
 */
export function checkVariables(file: PlainMapping, surroundings: Surroundings): readonly PathMistake[] {
  const checker = new Checker(surroundings)
  const ofData = checker.data(childOf(file, 'data'))
  const vars = childOf(file, 'vars')
  const ofFile = checker.variables(vars, ['vars'], ofData)
  const once = withoutRows(vars)
  const handed = checker.steps(childOf(childOf(file, 'before'), 'steps'), ['before', 'steps'], once)
  checker.steps(childOf(childOf(file, 'after'), 'steps'), ['after', 'steps'], handed)
  const ofAll = new Set([...ofFile, ...handed])
  const scenarios = childOf(file, 'scenarios')
  for (const [name, scenario] of Object.entries(isMapping(scenarios) ? scenarios : {})) {
    const path = ['scenarios', name]
    const known = checker.variables(childOf(scenario, 'vars'), [...path, 'vars'], checker.arrival(scenario, ofAll))
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

/** The variables that need no row of a data file: rows are of iterations, and what happens once is none. */
function withoutRows(vars: PlainValue | undefined): Known {
  const known = new Set<string>()
  for (const [name, value] of Object.entries(isMapping(vars) ? vars : {})) {
    const used = textsIn(value).flatMap((text) => namesUsed(text, parseTemplate))
    if (used.every(({ kind, name: of }) => kind === 'environment' || known.has(of))) known.add(name)
  }
  return known
}

function textsIn(value: PlainValue): readonly string[] {
  if (typeof value === 'string') return [value]
  return Object.values(typeof value === 'object' && value !== null ? value : {}).flatMap(textsIn)
}

/** How a data file is to be read; what is wrong with that is told elsewhere. */
function formOf(source: PlainValue) {
  const delimiter = childOf(source, 'delimiter')
  const columns = childOf(source, 'columns')
  return {
    delimiter: typeof delimiter === 'string' ? delimiter : ',',
    columns: Array.isArray(columns) ? columns.map(String) : undefined,
    skipsFirstLine: childOf(source, 'skipHeader') === true,
  }
}

class Checker {
  readonly mistakes: PathMistake[] = []
  readonly #surroundings: Surroundings
  readonly #columns = new Map<string, readonly string[]>()
  /** Of the scenario that is looked at, where it replays a recording; what a line has, where that is known. */
  #arrival: { readonly fields: readonly string[] | undefined } | undefined

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
  }

  data(written: PlainValue | undefined): Known {
    const sources = Object.entries(isMapping(written) ? written : {})
    const { file: scenarioFile, columnsOf } = this.#surroundings
    for (const [name, source] of sources) {
      const file = childOf(source, 'file')
      if (typeof file !== 'string' || columnsOf === undefined) continue
      const columns = columnsOf(dataPath(file, scenarioFile), formOf(source))
      if (columns === undefined) continue
      const path = ['data', name, 'file']
      if (!('problem' in columns)) this.#columns.set(name, columns)
      else {
        const message = `${pathText(path)} cannot be ${showValue(file)}: ${columns.problem}`
        this.mistakes.push({
          path,
          part: 'value',
          message,
          wanted: 'a CSV, JSON or NDJSON file, by its path from this file',
        })
      }
    }
    return new Set(sources.map(([name]) => name))
  }

  /** The line that an iteration starts by is a variable of scenarios that replay a recording. */
  arrival(scenario: PlainValue, known: Known): Known {
    this.#arrival = undefined
    if (!replaysRecording(scenario)) return known
    const found = recordingIn(scenario, this.#surroundings)
    this.#arrival = { fields: found !== undefined && 'fields' in found ? found.fields : undefined }
    return new Set([...known, arrivalVariable])
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
    const kept = 'run' in step ? nameOf(as) : []
    return new Set([...known, ...after, ...kept, ...Object.keys(isMapping(capture) ? capture : {})])
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

  #name({ kind, name, member, hasOtherwise }: NameUsed, path: Path, known: Known): void {
    const columns = name === arrivalVariable && this.#arrival ? this.#arrival.fields : this.#columns.get(name)
    if (kind === 'environment') this.#environmentVariable(name, hasOtherwise, path)
    else if (!known.has(name)) this.#unknown(name, path, known)
    else if (member !== undefined && columns?.includes(member) === false) {
      const near = suggest(member, columns)
      this.mistakes.push({
        path,
        part: 'value',
        message: `${pathText(path)} needs \`${name}.${member}\`, but the file of \`${name}\` has no such column`,
        wanted: `one of ${columns.join(', ')}`,
        hint: near && `did you mean \`${near}\`?`,
      })
    }
  }

  #environmentVariable(name: string, hasOtherwise: boolean, path: Path): void {
    const { environment } = this.#surroundings
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
