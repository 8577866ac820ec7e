import resultSchema from '@loadrun/metrics/result.schema.json' with { type: 'json' }
import { scenarioSchema } from '@loadrun/plan'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

/** What has a JSON Schema, by the word that asks for it. */
const schemas = { scenario: scenarioSchema, result: () => resultSchema } as const

export const schemaNames = Object.keys(schemas) as readonly SchemaName[]
export type SchemaName = keyof typeof schemas

/** Prints the JSON Schema of scenario files, or that of results. */
export function schema(name: SchemaName, terminal: Terminal): number {
  terminal.print(JSON.stringify(schemas[name](), null, 1))
  return exitCodes.passed
}
