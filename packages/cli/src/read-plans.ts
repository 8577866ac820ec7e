import { availableParallelism } from 'node:os'
import process from 'node:process'
import { columnsOf, problemWithFile, recordingReader } from '@loadrun/engine'
import {
  formatProblem,
  type Given,
  type Plan,
  type Problem,
  readScenario,
  readSweep,
  type SweepPlan,
} from '@loadrun/plan'
import { exitCodes, UserError } from './exit-codes.ts'
import { scenarioText } from './files/scenario-text.ts'
import { isScript, readScript } from './script/read-script.ts'
import { scriptFactsOf } from './script/script-facts.ts'

export interface PlanOptions {
  readonly set: readonly string[]
  readonly variant?: string | undefined
  /** Which of the file's `environments` it is run in. */
  readonly env?: string | undefined
  readonly workers?: number | undefined
}

/** The plans of a scenario file, one a variant, or of a script; all its mistakes as one error. */
export async function readPlans(file: string, options: PlanOptions): Promise<readonly Plan[]> {
  if (isScript(file)) {
    const { text, complete } = readScript(file)
    return plansOf(text, file, options).map(complete)
  }
  return plansOf(textOf(file), file, options)
}

/** The same for a text that stands in no file. */
export function plansOf(text: string, file: string, options: PlanOptions): readonly Plan[] {
  const read = readScenario(text, givenOf(file, options))
  return 'plans' in read ? read.plans : refuse(read.problems, file)
}

/** The plans of a scenario file with some of its values varied; all mistakes of all of them as one error. */
export async function readSweepPlan(
  file: string,
  options: PlanOptions & { readonly vary: readonly string[] },
): Promise<SweepPlan> {
  const read = readSweep(textOf(file), givenOf(file, options), options.vary)
  return 'sweep' in read ? read.sweep : refuse(read.problems, file)
}

function textOf(file: string): string {
  const read = scenarioText(file)
  if ('problem' in read) throw new UserError(`Cannot read ${file}: ${read.problem}`, exitCodes.badInput)
  return read.text
}

function givenOf(file: string, { set, env, variant, workers }: PlanOptions): Given {
  return {
    file,
    cores: availableParallelism(),
    platform: process.platform,
    environment: process.env,
    columnsOf,
    problemWithFile,
    readFile: scenarioText,
    scriptFactsOf,
    recordingOf: recordingReader(),
    set,
    ...(env === undefined ? {} : { environmentName: env }),
    ...(variant === undefined ? {} : { variant }),
    ...(workers === undefined ? {} : { workers }),
  }
}

function refuse(problems: readonly Problem[], file: string): never {
  // What a script's options say stands in no text of the user's.
  const placed = isScript(file) ? problems.map(ofOptions) : problems
  const told = placed.map((problem) => formatProblem(problem)).join('\n\n')
  const count = problems.length
  throw new UserError(
    `${told}\n\n${file} cannot be run: ${count} ${count === 1 ? 'problem' : 'problems'}.`,
    exitCodes.badInput,
  )
}

function ofOptions(problem: Problem): Problem {
  return { ...problem, line: undefined, column: undefined, source: undefined, message: `options: ${problem.message}` }
}
