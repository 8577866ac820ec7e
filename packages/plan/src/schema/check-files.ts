import { dataPath } from '../defaults/fill-data.ts'
import { type Path, pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue, showValue } from '../document/plain-value.ts'
import { placesOfSteps } from './places-of-steps.ts'

/** Why a file cannot be sent; `undefined`: it can. */
export type ProblemWithFile = (path: string) => string | undefined

/** Whether the files that requests carry are there. Without `problemWithFile`, they are not looked at. */
export function checkFiles(
  file: PlainMapping,
  given: { readonly file: string; readonly problemWithFile?: ProblemWithFile },
): readonly PathMistake[] {
  const { problemWithFile } = given
  if (problemWithFile === undefined) return []
  return [...filesIn(placesOfSteps(file), [])].flatMap(({ written, path }): PathMistake[] => {
    const problem = problemWithFile(dataPath(written, given.file))
    if (problem === undefined) return []
    const message = `${pathText(path)} cannot be ${showValue(written)}: ${problem}`
    return [{ path, part: 'value', message, wanted: 'a file to send, by its path from this one' }]
  })
}

/** Of `body: { file }` and of the parts of `multipart`, in whatever step. */
function* filesIn(value: PlainValue | undefined, path: Path): Generator<{ written: string; path: Path }> {
  const entries: readonly (readonly [string | number, PlainValue])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(isMapping(value) ? value : {})
  for (const [key, each] of entries) {
    const isStep = typeof path.at(-1) === 'number'
    if (isStep && key === 'body') yield* fileOf(each, [...path, key])
    else if (isStep && key === 'multipart') {
      for (const [name, part] of Object.entries(isMapping(each) ? each : {})) yield* fileOf(part, [...path, key, name])
    } else yield* filesIn(each, [...path, key])
  }
}

function* fileOf(value: PlainValue, path: Path): Generator<{ written: string; path: Path }> {
  const written = childOf(value, 'file')
  if (typeof written === 'string') yield { written, path: [...path, 'file'] }
}
