import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { exitCodes } from '../exit-codes.ts'
import { writeNew } from '../files/write-new.ts'
import { type FirstScenario, firstScenario } from '../init/first-scenario.ts'
import { plansOf } from '../read-plans.ts'
import type { Terminal } from '../terminal.ts'

export interface InitOptions extends Partial<FirstScenario> {
  readonly force: boolean
}

const questions: Readonly<Record<keyof FirstScenario, string>> = {
  target: 'Where requests go',
  path: 'The first path to ask for',
  rate: 'Arrivals, such as 50/s or 600/m',
  duration: 'For how long',
}

const usual: FirstScenario = { target: 'http://127.0.0.1:3000', path: '/', rate: '10/s', duration: '30s' }

/** Writes a scenario to begin with. What was not given is asked for at a terminal; elsewhere it is as usual. */
export async function init(file: string, { force, ...given }: InitOptions, terminal: Terminal): Promise<number> {
  const answers = process.stdin.isTTY && process.stdout.isTTY ? await ask(given) : given
  const text = firstScenario({ ...usual, ...answers })
  plansOf(text, file, { set: [] })
  await writeNew(file, text, force)
  terminal.print(`Wrote ${file}. Check it with: loadrun validate ${file}; run it with: loadrun ${file}`)
  return exitCodes.passed
}

async function ask(given: Partial<FirstScenario>): Promise<Partial<FirstScenario>> {
  using lines = createInterface({ input: process.stdin, output: process.stdout })
  const answers: Partial<Record<keyof FirstScenario, string>> = { ...given }
  for (const key of Object.keys(usual) as (keyof FirstScenario)[]) {
    if (given[key] !== undefined) continue
    const answer = (await lines.question(`${questions[key]} [${usual[key]}]: `)).trim()
    if (answer !== '') answers[key] = answer
  }
  return answers
}
