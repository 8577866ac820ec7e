import { existsSync } from 'node:fs'
import process from 'node:process'
import { exitCodes } from '../exit-codes.ts'
import { isThereAlready, writeNew } from '../files/write-new.ts'
import { ask } from '../init/ask.ts'
import { type FirstScenario, firstScenario } from '../init/first-scenario.ts'
import { plansOf } from '../read-plans.ts'
import type { Terminal } from '../terminal.ts'

export interface InitOptions extends Partial<FirstScenario> {
  readonly force: boolean
}

const usual: FirstScenario = { target: 'http://127.0.0.1:3000', path: '/', rate: '10/s', duration: '30s' }

/** Writes a scenario to begin with. What was not given is asked for at a terminal; elsewhere it is as usual. */
export async function init(file: string, { force, ...given }: InitOptions, terminal: Terminal): Promise<number> {
  if (!force && existsSync(file)) throw isThereAlready(file)
  const { stdin: input, stdout: output } = process
  const answers = input.isTTY && output.isTTY ? await ask(given, usual, { input, output }) : { ...usual, ...given }
  const text = firstScenario(answers)
  plansOf(text, file, { set: [] })
  await writeNew(file, text, force)
  terminal.print(`Wrote ${file}. Check it with: loadrun validate ${file}; run it with: loadrun ${file}`)
  return exitCodes.passed
}
