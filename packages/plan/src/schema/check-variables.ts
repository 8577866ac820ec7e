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
import { oneOf } from '../problems/one-of.ts'
import { suggester } from '../problems/suggestion.ts'
import { arrivalVariable, recordingIn, replaysRecording } from './check-recordings.ts'
import { KnownNames } from './known-names.ts'

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
  const ofAll = new KnownNames(ofData)
  checker.variables(vars, ['vars'], ofAll)
  const handed = new KnownNames(withoutRows(vars))
  checker.steps(childOf(childOf(file, 'before'), 'steps'), ['before', 'steps'], handed)
  checker.steps(childOf(childOf(file, 'after'), 'steps'), ['after', 'steps'], handed.inner())
  ofAll.add(handed.own())
  const scenarios = childOf(file, 'scenarios')
  for (const [name, scenario] of Object.entries(isMapping(scenarios) ? scenarios : {})) {
    const path = ['scenarios', name]
    const known = ofAll.inner(checker.arrival(scenario))
    checker.variables(childOf(scenario, 'vars'), [...path, 'vars'], known)
    checker.steps(childOf(scenario, 'steps'), [...path, 'steps'], known)
  }
  return checker.mistakes
}

/** Keys whose value is an expression, with or without braces. */
const conditions: readonly string[] = ['if', 'while', 'forEach', 'repeat']

function nameOf(written: PlainValue | undefined): readonly string[] {
  return typeof written === 'string' ? [written] : []
}

/** The variables that need no row of a data file: rows are of iterations, and what happens once is none. */
function withoutRows(vars: PlainValue | undefined): Iterable<string> {
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
  readonly #suggest = suggester()
  readonly #columns = new Map<string, readonly string[]>()
  /** Of the scenario that is looked at, where it replays a recording; what a line has, where that is known. */
  #arrival: { readonly fields: readonly string[] | undefined } | undefined

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
  }

  data(written: PlainValue | undefined): readonly string[] {
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
    return sources.map(([name]) => name)
  }

  /** The line that an iteration starts by is a variable of scenarios that replay a recording. */
  arrival(scenario: PlainValue): readonly string[] {
    this.#arrival = undefined
    if (!replaysRecording(scenario)) return []
    const found = recordingIn(scenario, this.#surroundings)
    this.#arrival = { fields: found !== undefined && 'fields' in found ? found.fields : undefined }
    return [arrivalVariable]
  }

  /** Each may use those before it, and is known from then on. */
  variables(written: PlainValue | undefined, path: Path, known: KnownNames): void {
    for (const [name, value] of Object.entries(isMapping(written) ? written : {})) {
      this.#values(value, [...path, name], known)
      known.add([name])
    }
  }

  /** Each may use what those before it captured, which is known from then on. */
  steps(written: PlainValue | undefined, path: Path, known: KnownNames): void {
    for (const [index, step] of (Array.isArray(written) ? written : []).entries()) {
      this.#step(step, [...path, index], known)
    }
  }

  #step(step: PlainValue, path: Path, known: KnownNames): void {
    if (!isMapping(step)) return
    const { capture, steps, else: otherwise, choose, parallel, as, ...rest } = step
    const branches: KnownNames[] = []
    const branch = (names?: readonly string[]): KnownNames => {
      const inner = known.inner(names)
      branches.push(inner)
      return inner
    }
    const looped = 'forEach' in step && as === undefined ? [defaultItem] : nameOf(as)
    this.steps(steps, [...path, 'steps'], branch(looped))
    this.steps(otherwise, [...path, 'else'], branch())
    for (const [index, choice] of (Array.isArray(choose) ? choose : []).entries()) {
      this.steps(childOf(choice, 'steps'), [...path, 'choose', index, 'steps'], branch())
    }
    for (const [index, each] of (Array.isArray(parallel) ? parallel : []).entries()) {
      this.#step(each, [...path, 'parallel', index], branch())
    }
    const after = branches.flatMap((each) => [...each.own()])
    for (const key of conditions) {
      // What a loop waits for comes from its own steps.
      const seen = key === 'while' ? known.inner(after) : known
      if (typeof rest[key] === 'string') this.#names(rest[key], parseCondition, [...path, key], seen)
    }
    const values = Object.entries(rest).filter(([key]) => !conditions.includes(key))
    this.#values(Object.fromEntries(values), path, known)
    const kept = 'run' in step ? nameOf(as) : []
    known.add([...after, ...kept, ...Object.keys(isMapping(capture) ? capture : {})])
  }

  #names(text: string, read: (text: string) => Text, path: Path, known: KnownNames): void {
    for (const used of namesUsed(text, read)) this.#name(used, path, known)
  }

  #values(value: PlainValue, path: Path, known: KnownNames): void {
    if (typeof value === 'string') {
      this.#names(value, parseTemplate, path, known)
      return
    }
    const children: readonly (readonly [string | number, PlainValue])[] = Array.isArray(value)
      ? value.map((each, index) => [index, each])
      : Object.entries(isMapping(value) ? value : {})
    for (const [key, each] of children) this.#values(each, [...path, key], known)
  }

  #name({ kind, name, member, hasOtherwise }: NameUsed, path: Path, known: KnownNames): void {
    const columns = name === arrivalVariable && this.#arrival ? this.#arrival.fields : this.#columns.get(name)
    if (kind === 'environment') this.#environmentVariable(name, hasOtherwise, path)
    else if (!known.has(name)) this.#unknown(name, path, known)
    else if (member !== undefined && columns?.includes(member) === false) {
      const near = this.#suggest(member, columns)
      this.mistakes.push({
        path,
        part: 'value',
        message: `${pathText(path)} needs \`${name}.${member}\`, but the file of \`${name}\` has no such column`,
        wanted: oneOf(columns),
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

  #unknown(name: string, path: Path, known: KnownNames): void {
    const near = this.#suggest(name, known.all())
    this.mistakes.push({
      path,
      part: 'value',
      message: `${pathText(path)} needs \`${name}\`, which no variable before it is called`,
      wanted: known.isEmpty() ? 'a variable under `vars`, or one that an earlier step captures' : oneOf(known.all()),
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
