import { applyChange, type Change, mistakeInPath } from './change.ts'
import { commonLength, type Path, pathText } from './path.ts'
import type { PathMistake, Place, PlacedMistake } from './place.ts'
import type { PlainMapping } from './plain-value.ts'
import type { ScenarioDocument } from './read-document.ts'

/** A document after changes from elsewhere. */
export interface ChangedDocument {
  readonly value: PlainMapping
  readonly changes: readonly Change[]
  /** Changes that could not be made; `value` is without them. */
  readonly mistakes: readonly PlacedMistake[]
}

/** Makes changes one after another, so that of two to one path the later holds. */
export function changeDocument(before: PlainMapping, changes: readonly Change[]): ChangedDocument {
  let value = before
  const made: Change[] = []
  const mistakes: PlacedMistake[] = []
  for (const change of changes) {
    const mistake = mistakeInPath(value, change.path)
    if (mistake !== undefined) {
      mistakes.push({ ...mistake, path: pathText(change.path), place: change.placeOf([], 'key') })
      continue
    }
    value = applyChange(value, change)
    made.push(change)
  }
  return { value, changes: made, mistakes }
}

/** Says of each mistake where it was written: in the last change that put the value there, else in the file. */
export function placeMistakes(
  mistakes: readonly PathMistake[],
  document: ScenarioDocument,
  changes: readonly Change[],
): readonly PlacedMistake[] {
  return mistakes.map(({ path, part, ...mistake }) => ({
    ...mistake,
    path: pathText(path),
    place: placeOf(document, changes, path, part),
  }))
}

function placeOf(document: ScenarioDocument, changes: readonly Change[], path: Path, part: 'key' | 'value'): Place {
  const { file, offset, length, depth } = document.locate(path, part)
  for (const change of changes.toReversed()) {
    const common = commonLength(change.path, path)
    if (common === change.path.length) return change.placeOf(path.slice(common), part)
    // The file lacks even the mapping that the path leads through: this change brought it.
    if (common > depth) return change.placeOf([], 'key')
  }
  return { kind: 'text', offset, length, file }
}
