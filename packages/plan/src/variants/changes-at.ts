import type { Change } from '../document/change.ts'
import { type Path, parsePath } from '../document/path.ts'
import type { PlainMapping } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'

/** The changes that a mapping of paths to values in the file asks for; `at` leads to the mapping. */
export function changesAt(at: Path, changes: PlainMapping, document: ScenarioDocument): readonly Change[] {
  return Object.entries(changes).map(([key, value]) => ({
    path: parsePath(key),
    value,
    placeOf: (within, part) => {
      const { file, offset, length } = document.locate([...at, key, ...within], part)
      return { kind: 'text', offset, length, file }
    },
  }))
}
