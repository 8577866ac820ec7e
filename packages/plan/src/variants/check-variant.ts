import { type ChangedDocument, changeDocument, placeMistakes } from '../document/changed-document.ts'
import type { PlacedMistake } from '../document/place.ts'
import type { PlainMapping } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'
import type { Variant } from '../plan.ts'
import { checkCertificates } from '../schema/check-certificates.ts'
import { checkIsolation } from '../schema/check-isolation.ts'
import { checkReferences } from '../schema/check-references.ts'
import { checkScripts, type FunctionsOf } from '../schema/check-scripts.ts'
import { checkShape } from '../schema/check-shape.ts'
import { checkVariables, type Surroundings } from '../schema/check-variables.ts'
import { type GivenScenarioFile, scenarioFile } from '../schema/scenario-file.ts'
import type { AskedVariant } from './read-variants.ts'

/** The file as it is for one variant. `given` is `undefined` where there are mistakes in it. */
export interface CheckedVariant {
  readonly variant: Variant
  readonly configuration: PlainMapping
  readonly given: GivenScenarioFile | undefined
  readonly mistakes: readonly PlacedMistake[]
}

/** A variant without mistakes. */
export interface SoundVariant extends CheckedVariant {
  readonly given: GivenScenarioFile
}

export function isSound(variant: CheckedVariant): variant is SoundVariant {
  return variant.given !== undefined
}

export function checkVariant(
  { variant, changes }: AskedVariant,
  base: ChangedDocument,
  document: ScenarioDocument,
  surroundings: Surroundings & { readonly functionsOf?: FunctionsOf },
): CheckedVariant {
  const changed = changeDocument(base.value, changes)
  const shape = checkShape(scenarioFile, changed.value)
  const mistakes = [
    ...shape.mistakes,
    ...checkReferences(changed.value),
    ...checkIsolation(changed.value),
    ...checkVariables(changed.value, surroundings),
    ...checkScripts(changed.value, surroundings),
    ...checkCertificates(changed.value, surroundings),
  ]
  return {
    variant,
    configuration: changed.value,
    given: shape.given,
    mistakes: [...changed.mistakes, ...placeMistakes(mistakes, document, [...base.changes, ...changed.changes])],
  }
}
