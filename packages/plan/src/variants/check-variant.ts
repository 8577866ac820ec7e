import { type ChangedDocument, changeDocument, placeMistakes } from '../document/changed-document.ts'
import type { PlacedMistake } from '../document/place.ts'
import type { PlainMapping } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'
import type { Variant } from '../plan/plan.ts'
import type { Threshold } from '../plan/threshold.ts'
import { checkAroundLoad } from '../schema/around-load.ts'
import { checkCertificates } from '../schema/check-certificates.ts'
import { checkFiles, type ProblemWithFile } from '../schema/check-files.ts'
import { checkIsolation } from '../schema/check-isolation.ts'
import { checkMaxDuration } from '../schema/check-max-duration.ts'
import { checkRecordings } from '../schema/check-recordings.ts'
import { checkReferences } from '../schema/check-references.ts'
import { checkScripts, type ScriptFactsOf } from '../schema/check-scripts.ts'
import { checkShape } from '../schema/check-shape.ts'
import { checkVariables, type Surroundings } from '../schema/check-variables.ts'
import { checkWarmUp } from '../schema/check-warm-up.ts'
import { liftThresholds } from '../schema/lift-thresholds.ts'
import { splitThresholds } from '../schema/own-thresholds.ts'
import { type GivenScenarioFile, scenarioFile } from '../schema/scenario-file.ts'
import type { AskedVariant } from './read-variants.ts'

/** The file as it is for one variant. `given` is `undefined` where there are mistakes in it. */
export interface CheckedVariant {
  readonly variant: Variant
  readonly configuration: PlainMapping
  readonly given: GivenScenarioFile | undefined
  /** Those on metrics of scripts. */
  readonly ownThresholds: readonly Threshold[]
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
  surroundings: Surroundings & { readonly scriptFactsOf?: ScriptFactsOf; readonly problemWithFile?: ProblemWithFile },
): CheckedVariant {
  const changed = changeDocument(base.value, changes)
  const lifted = liftThresholds(changed.value)
  const split = splitThresholds(lifted.file, surroundings)
  const shape = checkShape(scenarioFile, split.rest)
  const mistakes = [
    ...[...shape.mistakes, ...split.mistakes, ...checkReferences(lifted.file)].map(lifted.asWritten),
    ...lifted.mistakes,
    ...checkAroundLoad(changed.value),
    ...checkIsolation(changed.value),
    ...checkVariables(changed.value, surroundings),
    ...checkScripts(changed.value, surroundings),
    ...checkCertificates(changed.value, surroundings),
    ...checkFiles(changed.value, surroundings),
    ...(shape.given === undefined ? [] : [...checkWarmUp(shape.given), ...checkMaxDuration(shape.given)]),
    ...checkRecordings(changed.value, surroundings),
  ]
  return {
    variant,
    configuration: changed.value,
    given: shape.given,
    ownThresholds: split.own,
    mistakes: [...changed.mistakes, ...placeMistakes(mistakes, document, [...base.changes, ...changed.changes])],
  }
}
