import { createLineIndex } from '../document/line-index.ts'
import type { PlacedMistake } from '../document/place.ts'
import type { Problem } from './problem.ts'

/** A file that is no scenario at all can have as many as it has lines. */
const mostProblems = 100

/** Says in which line and column of the file's text each mistake is, in the order of the text. */
export function placeProblems(mistakes: readonly PlacedMistake[], file: string, text: string): readonly Problem[] {
  const positionOf = createLineIndex(text)
  const problems = mistakes.map(({ place, path, message, wanted, hint }): Problem => {
    const said = { file, path, message, wanted, hint }
    return place.kind === 'text'
      ? { ...said, ...positionOf(place.offset), length: place.length, argument: undefined }
      : { ...said, line: undefined, column: undefined, length: 0, argument: place.argument }
  })
  const sorted = problems.sort(byPosition)
  return sorted.length <= mostProblems ? sorted : [...sorted.slice(0, mostProblems), more(sorted.length, file)]
}

function more(found: number, file: string): Problem {
  const place = { line: undefined, column: undefined, length: 0, argument: undefined }
  const message = `${found - mostProblems} more problems are not shown`
  return { file, ...place, path: '', message, wanted: undefined, hint: undefined }
}

function byPosition(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
}
