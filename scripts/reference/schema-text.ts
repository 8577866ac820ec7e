import { type JsonSchema, scenarioSchema } from '../../packages/plan/src/index.ts'

/** Beside the scenarios, so that the way to it is the same in the repository and in the packed command. */
export const schemaFile = 'scenarios/scenario.schema.json'

export function schemaText(schema: JsonSchema = scenarioSchema()): string {
  return `${JSON.stringify(schema, null, 1)}\n`
}
