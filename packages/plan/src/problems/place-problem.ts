import { createLineIndex } from '../document/line-index.ts'
import type { PlacedMistake } from '../document/place.ts'
import type { Problem } from './problem.ts'

/** A file that is no scenario at all can have as many as it has lines. */
const mostProblems = 100

/** Says in which line and column of which file each mistake is, in the order of the texts; `file` is the first. */
export function placeProblems(
  mistakes: readonly PlacedMistake[],
  file: string,
  texts: ReadonlyMap<string, string>,
): readonly Problem[] {
  const files = [...texts.keys()]
  const byFile = ({ place }: PlacedMistake) => (place.kind === 'text' ? files.indexOf(place.file ?? file) : -1)
  const sorted = mistakes.toSorted((a, b) => byFile(a) - byFile(b) || offsetOf(a) - offsetOf(b))
  const sources = new Map([...texts].map(([name, text]) => [name, sourceOf(text)]))
  const problems = sorted.slice(0, mostProblems).map(({ place, path, message, wanted, hint }): Problem => {
    const said = { path, message, wanted, hint }
    if (place.kind === 'argument') return { file, ...said, ...nowhere, argument: place.argument }
    const at = sources.get(place.file ?? file)?.(place.offset) ?? nowhere
    return { file: place.file ?? file, ...said, ...at, length: place.length, argument: undefined }
  })
  return sorted.length <= mostProblems ? problems : [...problems, more(sorted.length, file)]
}

function offsetOf({ place }: PlacedMistake): number {
  return place.kind === 'text' ? place.offset : 0
}

const nowhere = { line: undefined, column: undefined, length: 0, source: undefined }

/** Line, column and the line itself at an offset of the text. */
function sourceOf(text: string): (offset: number) => Pick<Problem, 'line' | 'column' | 'source'> {
  const positionOf = createLineIndex(text)
  return (offset) => {
    const { line, column } = positionOf(offset)
    const start = Math.min(offset, text.length) - column + 1
    const end = text.indexOf('\n', start)
    return { line, column, source: text.slice(start, end === -1 ? undefined : end).replace(/\r$/, '') }
  }
}

function more(found: number, file: string): Problem {
  const message = `${found - mostProblems} more problems are not shown`
  return { file, ...nowhere, argument: undefined, path: '', message, wanted: undefined, hint: undefined }
}
