import { scenarioSchema } from '@loadrun/plan'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

/** Prints the JSON Schema of scenario files. */
export function schema(terminal: Terminal): number {
  terminal.print(JSON.stringify(scenarioSchema(), null, 1))
  return exitCodes.passed
}
