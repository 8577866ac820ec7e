import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import process from 'node:process'
import { formatProblem, type Plan, scriptScenario, withScript } from '@loadrun/plan'
import { inspectScript, type ScriptProblem } from '@loadrun/script'
import { exitCodes, UserError } from '../exit-codes.ts'

/** Whether a file is a script that is a test of its own, and no scenario file. */
export function isScript(file: string): boolean {
  return /\.m?[jt]s$/.test(file)
}

/** What a script has of a scenario file: its text, and how to make a plan of it whole. */
export interface ScriptScenario {
  readonly text: string
  readonly complete: (plan: Plan) => Plan
}

/** Loads a script, and tells what its `options` ask for; everything wrong with it as one error. */
export function readScript(file: string): ScriptScenario {
  const answer = inspectScript(file)
  if ('problem' in answer) throw new UserError(problemText(answer.problem), exitCodes.badInput)
  const script = { path: resolve(file), options: answer.options, functions: answer.functions }
  const { text, problems } = scriptScenario(script)
  if (problems.length > 0) {
    throw new UserError(problems.map((problem) => `${file}: ${problem}`).join('\n'), exitCodes.badInput)
  }
  return { text, complete: (plan) => withScript(plan, script) }
}

/** As problems of scenario files are told: with file, line and column, and the line itself. */
function problemText({ file, line, column, message }: ScriptProblem): string {
  const near = relative(process.cwd(), file)
  const shown = near.startsWith('..') ? file : near
  const told = { path: '', message, wanted: undefined, hint: undefined, argument: undefined }
  const source = line === undefined ? undefined : readFileSync(file, 'utf8').split('\n')[line - 1]
  return formatProblem({ ...told, file: shown, line, column: line && (column ?? 1), length: 1, source })
}
