import { changeDocument, placeMistakes } from '../document/changed-document.ts'
import { pathText } from '../document/path.ts'
import type { PlacedMistake } from '../document/place.ts'
import type { PlainMapping } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'
import { checkShape } from '../schema/check-shape.ts'
import { scenarioFile } from '../schema/scenario-file.ts'
import type { Environment } from './read-environments.ts'

/** Whether the paths of the environments that are not asked for lead anywhere. */
export function checkOthers(
  environments: readonly Environment[],
  chosen: Environment | undefined,
  base: PlainMapping,
  document: ScenarioDocument,
): readonly PlacedMistake[] {
  return environments
    .filter((each) => each !== chosen)
    .flatMap(({ name, changes }) => {
      const changed = changeDocument(base, changes)
      const { mistakes } = checkShape(scenarioFile, changed.value)
      const placed = [...changed.mistakes, ...placeMistakes(mistakes, document, changed.changes)]
      const own = new Set(changes.map((change) => JSON.stringify(change.placeOf([], 'key'))))
      const isOwn = ({ place, path }: PlacedMistake) =>
        own.has(JSON.stringify(place)) || changes.some((change) => `${path}.`.startsWith(`${pathText(change.path)}.`))
      return placed
        .filter(isOwn)
        .map((mistake) => ({ ...mistake, message: `${mistake.message} (environment ${name})` }))
    })
}

/** What a file lacks may be what its environments bring. */
export function withHint(
  mistakes: readonly PlacedMistake[],
  environments: readonly Environment[],
  chosen: Environment | undefined,
): readonly PlacedMistake[] {
  if (chosen !== undefined) return mistakes
  return mistakes.map((mistake) => {
    const bringers = environments.filter(({ changes }) => changes.some(({ path }) => pathText(path) === mistake.path))
    if (mistake.hint !== undefined || bringers.length === 0) return mistake
    return { ...mistake, hint: `choose an environment: --env ${bringers.map(({ name }) => name).join(' or ')}` }
  })
}
