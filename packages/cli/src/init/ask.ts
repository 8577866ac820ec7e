import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { readScenario } from '@loadrun/plan'
import { exitCodes, UserError } from '../exit-codes.ts'
import { type FirstScenario, firstScenario } from './first-scenario.ts'

const questions: Readonly<Record<keyof FirstScenario, string>> = {
  target: 'Where requests go',
  path: 'The first path to ask for',
  rate: 'Arrivals, such as 50/s or 600/m',
  duration: 'For how long',
}

/** Whoever answers wrongly as often is no person. */
const mostAnswers = 20

/** Asks at a terminal for what was not given, again where an answer cannot be. An empty answer takes the usual one. */
export async function ask(
  given: Partial<FirstScenario>,
  usual: FirstScenario,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<FirstScenario> {
  using lines = createInterface({ input, output })
  const closed = once(lines, 'close').then(() => {
    throw nothingWritten()
  })
  const question = (text: string) => Promise.race([lines.question(text).catch(() => closed), closed])
  const answers: Record<keyof FirstScenario, string> = { ...usual, ...given }
  const missing = (Object.keys(usual) as (keyof FirstScenario)[]).filter((key) => given[key] === undefined)
  for (let asked = 0; missing[0] !== undefined; asked++) {
    if (asked === mostAnswers) throw nothingWritten()
    const [key] = missing
    const answer = (await question(`${questions[key]} [${usual[key]}]: `)).trim()
    const mistake = answer === '' ? undefined : mistakeIn({ ...usual, [key]: answer })
    if (mistake !== undefined) {
      output.write(`  ${mistake}\n`)
      continue
    }
    if (answer !== '') answers[key] = answer
    missing.shift()
  }
  return answers
}

/** What would be right in the place of an answer. */
function mistakeIn(answers: FirstScenario): string | undefined {
  const read = readScenario(firstScenario(answers), { file: 'load.yaml', cores: 1 })
  if ('plans' in read) return undefined
  const [{ message, wanted } = { message: '', wanted: undefined }] = read.problems
  return wanted === undefined ? message : `wanted: ${wanted}`
}

function nothingWritten(): UserError {
  return new UserError('\nNothing was written.', exitCodes.interrupted)
}
