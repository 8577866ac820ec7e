import type { z } from 'zod'
import { type Path, pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, type PlainValue, showValue } from '../document/plain-value.ts'
import { foreignKeys } from '../problems/foreign-keys.ts'
import { suggest, suggester } from '../problems/suggestion.ts'
import { knownKeys } from './values.ts'

/** zod says what is wanted; this adds what was found in the value that was checked, and what was probably meant. */
export function toMistakes(
  issues: readonly z.core.$ZodIssue[],
  value: PlainValue | undefined,
  at: Path,
): readonly PathMistake[] {
  const unknownKeys = Map.groupBy(
    issues.filter((issue) => issue.code === 'unrecognized_keys'),
    ({ path }) => pathOf(path),
  )
  const told = issues.filter((issue) => !followsFromMisspeltKey(issue, unknownKeys, valueAt(value, issue.path)))
  return told.flatMap((issue) => mistakesOf(issue, value, at))
}

/** Nobody misspells more keys of one mapping; comparing all of a made-up file takes long. */
const mostMisspelt = 100

/** That a key is missing goes without saying where another of the same mapping was probably meant for it. */
function followsFromMisspeltKey(
  issue: z.core.$ZodIssue,
  unknownKeys: ReadonlyMap<string, readonly z.core.$ZodIssueUnrecognizedKeys[]>,
  found: PlainValue | undefined,
): boolean {
  const lacksAnyKey = issue.code === 'custom' && issue.params?.lacksKey === true
  if (!lacksAnyKey && found !== undefined) return false
  const mapping = pathOf(lacksAnyKey ? issue.path : issue.path.slice(0, -1))
  return (unknownKeys.get(mapping) ?? []).some(
    ({ keys, message }) =>
      lacksAnyKey ||
      keys.slice(0, mostMisspelt).some((key) => suggest(key, knownKeys.read(message)) === issue.path.at(-1)),
  )
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}

function mistakesOf(issue: z.core.$ZodIssue, value: PlainValue | undefined, at: Path): readonly PathMistake[] {
  const path = [...at, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))]
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys.read(issue.message)
    const suggest = suggester()
    return issue.keys.map((key) => unknownKey([...path, key], known, suggest))
  }
  if (issue.code === 'invalid_key') {
    const [first] = issue.issues
    const message = `\`${String(path.at(-1))}\` cannot be a name here`
    return [{ path, part: 'key', message, wanted: first?.message }]
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.filter((branch) => !branch.some(isOtherKindOfValue))
    const [only] = meant
    if (only !== undefined && meant.length === 1) return toMistakes(only, valueAt(value, issue.path), path)
  }
  return [wrongValue(path, valueAt(value, issue.path), issue)]
}

/** Whether a branch of a union is for values of another kind altogether, as a list's is for a text. */
function isOtherKindOfValue(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false
  if (issue.code === 'invalid_union') return issue.errors.every((branch) => branch.some(isOtherKindOfValue))
  return issue.code === 'invalid_type' || issue.code === 'invalid_value'
}

function unknownKey(path: Path, known: readonly string[], suggestKey: typeof suggest): PathMistake {
  const key = String(path.at(-1))
  // Of a metric that is narrowed down, the name alone can be misspelt.
  const near = suggestKey(key.replace(/\{.*/, ''), known)
  const where = path.length === 1 ? 'A scenario file' : pathText(path.slice(0, -1))
  return {
    path,
    part: 'key',
    message: `${where} has no key \`${key}\``,
    wanted: `one of ${known.join(', ')}`,
    hint: foreignKeys.get(key) ?? (near === undefined ? undefined : `did you mean \`${near}\`?`),
  }
}

function wrongValue(path: Path, found: PlainValue | undefined, issue: z.core.$ZodIssue): PathMistake {
  const name = path.length === 0 ? 'The file' : pathText(path)
  const wanted = issue.message
  if (found === undefined) return { path, part: 'value', message: `${name} is missing`, wanted }
  if (found === null) return { path, part: 'value', message: `${name} is empty`, wanted }
  const near = typeof found === 'string' ? suggest(found, choicesOf(issue)) : undefined
  const hint = near === undefined ? undefined : `did you mean \`${near}\`?`
  return { path, part: 'value', message: `${name} cannot be ${showValue(found)}`, wanted, hint }
}

function choicesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  if (issue.code === 'invalid_union' && 'options' in issue) return (issue.options ?? []).map(String)
  return []
}

function valueAt(value: PlainValue | undefined, path: readonly PropertyKey[]): PlainValue | undefined {
  let found = value
  for (const key of path) found = childOf(found, typeof key === 'number' ? key : String(key))
  return found
}
