import { fillPlan } from './defaults/fill-plan.ts'
import { changeDocument, placeMistakes } from './document/changed-document.ts'
import type { PlacedMistake } from './document/place.ts'
import { isMapping } from './document/plain-value.ts'
import { readDocument, type ScenarioDocument } from './document/read-document.ts'
import { readSetArguments } from './document/set-argument.ts'
import { thresholdLines } from './document/threshold-lines.ts'
import type { Plan } from './plan.ts'
import { placeProblems } from './problems/place-problem.ts'
import type { Problem } from './problems/problem.ts'
import { checkShape } from './schema/check-shape.ts'
import type { ColumnsOf, Environment } from './schema/check-variables.ts'
import { scenarioFile } from './schema/scenario-file.ts'
import { checkArguments } from './variants/check-arguments.ts'
import { checkVariant, isSound, type SoundVariant } from './variants/check-variant.ts'
import { joinMistakes, withoutConsequences } from './variants/join-mistakes.ts'
import { readVariants } from './variants/read-variants.ts'

/** What was given beside the scenario's text. */
export interface Given {
  /** Names the text in problems; a plan without a name is called after it. */
  readonly file: string
  /** Processor cores of this machine. */
  readonly cores: number
  /** As `process.platform`; Linux where it is not given. */
  readonly platform?: string
  /** Changes to the file, each `path=value`. A variant's own changes are made after them. */
  readonly set?: readonly string[]
  /** The only variant to run. The others are checked all the same. */
  readonly variant?: string
  /** Worker threads, whatever the file says. */
  readonly workers?: number
  /** As `process.env`: expressions that name a variable it lacks are mistakes. Where it is not given, none is. */
  readonly environment?: Environment
  /** The names in the first line of a CSV file. Where it is not given, data files are not looked at. */
  readonly columnsOf?: ColumnsOf
}

/** The plans that a scenario file asks for, one a variant, in the file's order; or everything that is wrong with it. */
export function readScenario(
  text: string,
  given: Given,
): { readonly plans: readonly Plan[] } | { readonly problems: readonly Problem[] } {
  const checked = check(text, given)
  if ('mistakes' in checked) return { problems: placeProblems(checked.mistakes, given.file, text) }
  const withLines = thresholdLines(checked.document, text)
  return {
    plans: checked.sound.map((variant) => {
      const plan = fillPlan(variant, given)
      return { ...plan, thresholds: plan.thresholds.map(withLines) }
    }),
  }
}

function check(
  text: string,
  given: Given,
):
  | { readonly sound: readonly SoundVariant[]; readonly document: ScenarioDocument }
  | { readonly mistakes: readonly PlacedMistake[] } {
  const document = readDocument(text)
  const set = readSetArguments(given.set ?? [])
  if (document.value === undefined) return { mistakes: [...document.mistakes, ...set.mistakes] }
  if (!isMapping(document.value)) {
    const { mistakes } = checkShape(scenarioFile, document.value)
    return { mistakes: placeMistakes(mistakes, document, []) }
  }

  const { variants: _, ...base } = document.value
  const changed = changeDocument(base, set.changes)
  const asked = readVariants(document)
  const variants = asked.variants.map((each) => checkVariant(each, changed, document, given))
  const mistakes = [
    ...document.mistakes,
    ...withoutConsequences([...asked.mistakes, ...joinMistakes(variants)], document.mistakes),
    ...set.mistakes,
    ...changed.mistakes,
    ...checkArguments(given, asked.variants),
  ]
  if (mistakes.length > 0) return { mistakes }
  return {
    document,
    sound: variants.filter(({ variant }) => (given.variant ?? variant.name) === variant.name).filter(isSound),
  }
}
