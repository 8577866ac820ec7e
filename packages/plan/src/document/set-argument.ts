import type { Change } from './change.ts'
import { parsePath } from './path.ts'
import type { Place, PlacedMistake } from './place.ts'
import { readDocument } from './read-document.ts'

/** The changes that `--set path=value` asks for. Values are YAML: `1s`, `500`, `[rate < 5%]`, `{ every: 2s }`. */
export function readSetArguments(given: readonly string[]): {
  changes: readonly Change[]
  mistakes: readonly PlacedMistake[]
} {
  const read = given.map(readSetArgument)
  return {
    changes: read.flatMap((each) => ('path' in each ? [each] : [])),
    mistakes: read.flatMap((each) => ('mistakes' in each ? each.mistakes : [])),
  }
}

function readSetArgument(given: string): Change | { mistakes: readonly PlacedMistake[] } {
  const place: Place = { kind: 'argument', argument: `--set ${given}` }
  const [pathGiven = '', ...rest] = given.split('=')
  const path = parsePath(pathGiven)
  if (rest.length === 0) {
    const message = `\`${given}\` does not say what to set`
    return { mistakes: [{ message, wanted: 'path=value, such as topology.server.concurrency=500', path: '', place }] }
  }
  const read = readDocument(rest.join('='))
  if (read.value === undefined || read.mistakes.length > 0) {
    return { mistakes: read.mistakes.map((mistake) => ({ ...mistake, path: path.join('.'), place })) }
  }
  return { path, value: read.value, placeOf: () => place }
}
