import { availableParallelism } from 'node:os'
import process from 'node:process'
import { columnsOf } from '@loadrun/engine'
import { formatProblem, type Plan, readScenario } from '@loadrun/plan'
import { exitCodes, UserError } from './exit-codes.ts'
import { scenarioText } from './files/scenario-text.ts'
import { functionsOf } from './script/functions-of.ts'

export interface PlanOptions {
  readonly set: readonly string[]
  readonly variant?: string | undefined
  /** Which of the file's `environments` it is run in. */
  readonly env?: string | undefined
  readonly workers?: number | undefined
}

/** The plans of a scenario file, one a variant; all its mistakes as one error. */
export async function readPlans(file: string, options: PlanOptions): Promise<readonly Plan[]> {
  const read = scenarioText(file)
  if ('problem' in read) throw new UserError(`Cannot read ${file}: ${read.problem}`, exitCodes.badInput)
  return plansOf(read.text, file, options)
}

/** The same for a text that stands in no file. */
export function plansOf(text: string, file: string, options: PlanOptions): readonly Plan[] {
  const read = readScenario(text, {
    file,
    cores: availableParallelism(),
    platform: process.platform,
    environment: process.env,
    columnsOf,
    readFile: scenarioText,
    functionsOf,
    set: options.set,
    ...(options.env === undefined ? {} : { environmentName: options.env }),
    ...(options.variant === undefined ? {} : { variant: options.variant }),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
  })
  if ('plans' in read) return read.plans
  const count = read.problems.length
  const problems = read.problems.map((problem) => formatProblem(problem)).join('\n\n')
  throw new UserError(
    `${problems}\n\n${file} cannot be run: ${count} ${count === 1 ? 'problem' : 'problems'}.`,
    exitCodes.badInput,
  )
}
