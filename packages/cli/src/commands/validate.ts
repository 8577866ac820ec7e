import { exitCodes } from '../exit-codes.ts'
import { type PlanOptions, readPlans } from '../read-plans.ts'
import type { Terminal } from '../terminal.ts'

/** Checks a scenario file and says what it would run. */
export async function validate(file: string, options: PlanOptions, terminal: Terminal): Promise<number> {
  const plans = await readPlans(file, options)
  const variants = plans.map(({ variant }) => variant.name).join(', ')
  terminal.print(
    `${file} is a valid scenario: ${plans.length === 1 ? 'one run' : `${plans.length} runs`} (${variants}).`,
  )
  return exitCodes.passed
}
