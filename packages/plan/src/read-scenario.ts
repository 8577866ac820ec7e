import { fillPlan } from './defaults/fill-plan.ts'
import type { RecordingOf } from './defaults/fill-recording.ts'
import type { Change } from './document/change.ts'
import { changeDocument, placeMistakes } from './document/changed-document.ts'
import { type ReadFile, readWithBases } from './document/extend-document.ts'
import type { PlacedMistake } from './document/place.ts'
import { isMapping } from './document/plain-value.ts'
import type { ScenarioDocument, UnreadableDocument } from './document/read-document.ts'
import { readSetArguments } from './document/set-argument.ts'
import { thresholdLines } from './document/threshold-lines.ts'
import type { Plan } from './plan/plan.ts'
import { placeProblems } from './problems/place-problem.ts'
import type { Problem } from './problems/problem.ts'
import type { ProblemWithFile } from './schema/check-files.ts'
import type { ScriptFactsOf } from './schema/check-scripts.ts'
import { checkShape } from './schema/check-shape.ts'
import type { ColumnsOf, Environment as ProcessEnvironment } from './schema/check-variables.ts'
import { scenarioFile } from './schema/scenario-file.ts'
import { checkAmount } from './variants/check-amount.ts'
import { checkArguments } from './variants/check-arguments.ts'
import { checkOthers, withHint } from './variants/check-environments.ts'
import { checkVariant, isSound, type SoundVariant } from './variants/check-variant.ts'
import { joinMistakes, withoutConsequences } from './variants/join-mistakes.ts'
import { checkEnvironmentName, readEnvironments } from './variants/read-environments.ts'
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
  /** Why a file that a request is to carry cannot be sent. Where it is not given, such files are not looked at. */
  readonly problemWithFile?: ProblemWithFile
  /** Which of the file's `environments` it is run in. */
  readonly environmentName?: string
  /** Reads a file that the scenario extends. Where it is not given, none can be. */
  readonly readFile?: ReadFile
  /** Worker threads, whatever the file says. */
  readonly workers?: number
  /** As `process.env`: expressions that name a variable it lacks are mistakes. Where it is not given, none is. */
  readonly environment?: ProcessEnvironment
  /** The names in the first line of a CSV file. Where it is not given, data files are not looked at. */
  readonly columnsOf?: ColumnsOf
  /** Reads a file of recorded times through. Where it is not given, such files are not looked at. */
  readonly recordingOf?: RecordingOf
  /** What a script exports. Where it is not given, scripts are not looked at. */
  readonly scriptFactsOf?: ScriptFactsOf
}

/** The plans that a scenario file asks for, one a variant, in the file's order; or everything that is wrong with it. */
export function readScenario(
  text: string,
  given: Given,
): { readonly plans: readonly Plan[] } | { readonly problems: readonly Problem[] } {
  return readChanged(text, given, [])
}

/** The same for the file with further changes, which are made after those of `--set` and of the variants. */
export function readChanged(
  text: string,
  given: Given,
  last: readonly Change[],
): { readonly plans: readonly Plan[] } | { readonly problems: readonly Problem[] } {
  const { document, texts } = readWithBases(text, given.file, given.readFile)
  const checked = check(document, given, last)
  if ('mistakes' in checked) return { problems: placeProblems(checked.mistakes, given.file, texts) }
  const withLines = thresholdLines(checked.document, text)
  return {
    plans: checked.sound.map((variant) => {
      const plan = fillPlan(variant, given)
      return { ...plan, thresholds: plan.thresholds.map(withLines) }
    }),
  }
}

function check(
  document: ScenarioDocument | UnreadableDocument,
  given: Given,
  last: readonly Change[],
):
  | { readonly sound: readonly SoundVariant[]; readonly document: ScenarioDocument }
  | { readonly mistakes: readonly PlacedMistake[] } {
  const set = readSetArguments(given.set ?? [])
  if (document.value === undefined) return { mistakes: [...document.mistakes, ...set.mistakes] }
  if (!isMapping(document.value)) {
    const { mistakes } = checkShape(scenarioFile, document.value)
    return { mistakes: placeMistakes(mistakes, document, []) }
  }

  const { variants: _, environments: __, ...base } = document.value
  const asked = readVariants(document)
  const { environments, mistakes: inEnvironments } = readEnvironments(document)
  const tooMuch = checkAmount(document, asked.variants.length + environments.length)
  if (tooMuch.length > 0) return { mistakes: [...document.mistakes, ...tooMuch] }
  const chosen = environments.find(({ name }) => name === given.environmentName)
  const changed = changeDocument(base, [...(chosen?.changes ?? []), ...set.changes])
  const variants = asked.variants.map(({ variant, changes }) =>
    checkVariant({ variant, changes: [...changes, ...last] }, changed, document, given),
  )
  const mistakes = [
    ...document.mistakes,
    ...withoutConsequences([...asked.mistakes, ...inEnvironments, ...joinMistakes(variants)], document.mistakes),
    ...set.mistakes,
    ...changed.mistakes,
    ...checkOthers(environments, chosen, base, document),
    ...checkArguments(given, asked.variants),
    ...checkEnvironmentName(given.environmentName, environments),
  ]
  if (mistakes.length > 0) return { mistakes: withHint(mistakes, environments, chosen) }
  return {
    document,
    sound: variants.filter(({ variant }) => (given.variant ?? variant.name) === variant.name).filter(isSound),
  }
}
