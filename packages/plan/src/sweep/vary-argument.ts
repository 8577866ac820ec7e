import type { Change } from '../document/change.ts'
import { parsePath } from '../document/path.ts'
import type { Place, PlacedMistake } from '../document/place.ts'
import { type PlainValue, showValue } from '../document/plain-value.ts'
import { readDocument } from '../document/read-document.ts'

/** One `--vary` as it was given: a path, and for each of its values the change that puts it there. */
export interface VaryArgument {
  readonly path: readonly string[]
  readonly values: readonly PlainValue[]
  readonly changes: readonly Change[]
}

const wanted = 'path=value,value,…, such as topology.server.concurrency=500,1000,2000'

/** What the `--vary path=value,value` ask for. The values are those of a YAML list without its brackets. */
export function readVaryArguments(given: readonly string[]): {
  varied: readonly VaryArgument[]
  mistakes: readonly PlacedMistake[]
} {
  const read = given.map(readVaryArgument)
  const varied = read.flatMap((each) => ('mistakes' in each ? [] : [each]))
  const paths = varied.map(({ path }) => path.join('.'))
  const twice = paths.filter((path, place) => paths.indexOf(path) !== place)
  return {
    varied,
    mistakes: [
      ...read.flatMap((each) => ('mistakes' in each ? each.mistakes : [])),
      ...(given.length === 0 ? [{ ...mistakeAt('--vary', ''), message: 'Nothing is varied', wanted }] : []),
      ...twice.map((path) => ({
        ...mistakeAt(`--vary ${path}`, path),
        message: `\`${path}\` is varied twice`,
        wanted: 'all its values in one --vary',
      })),
    ],
  }
}

function readVaryArgument(given: string): VaryArgument | { mistakes: readonly PlacedMistake[] } {
  const [pathGiven = '', ...rest] = given.split('=')
  const path = parsePath(pathGiven)
  const about = mistakeAt(`--vary ${given}`, path.join('.'))
  const listed = rest.join('=').trim()
  if (rest.length === 0 || listed === '') {
    return { mistakes: [{ ...about, message: `\`${given}\` does not say which values to take`, wanted }] }
  }
  const read = readDocument(`[${listed}]`)
  if (read.value === undefined || !Array.isArray(read.value) || read.mistakes.length > 0) {
    const reasons = read.mistakes.map(({ message }) => message).join('; ') || 'it is more than one list'
    return { mistakes: [{ ...about, message: `\`${listed}\` is no list of values: ${reasons}`, wanted }] }
  }
  const values: readonly PlainValue[] = read.value
  const known = values.map((value) => JSON.stringify(value))
  const twice = values.filter((_, place) => known.indexOf(known[place] ?? '') !== place)
  if (twice.length > 0) {
    const message = `${twice.map(showValue).join(', ')}: given twice`
    return { mistakes: [{ ...about, message, wanted: 'each value once; --repeat runs every point several times' }] }
  }
  return { path, values, changes: values.map((value) => changeTo(path, value)) }
}

function changeTo(path: readonly string[], value: PlainValue): Change {
  const argument = `--vary ${path.join('.')}`
  return {
    path,
    value,
    // What is wrong with the path is wrong once, whatever the values.
    placeOf: (within, part) => ({
      kind: 'argument',
      argument: part === 'key' && within.length === 0 ? argument : `${argument}=${showValue(value)}`,
    }),
  }
}

export function mistakeAt(argument: string, path: string): { place: Place; path: string } {
  return { place: { kind: 'argument', argument }, path }
}
