import { join } from 'node:path'
import { createGenerator } from 'ts-json-schema-generator'

export const resultSchemaFile = 'packages/metrics/src/result.schema.json'

/** The JSON Schema of `result.json`, made from its types and what stands beside them. */
export function resultSchemaText(root: string): string {
  const schema = createGenerator({
    path: join(root, 'packages/metrics/src/result.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type: 'RunResult',
    // TypeScript itself checks the types; this one is of an earlier version.
    skipTypeCheck: true,
  }).createSchema('RunResult')
  const about = {
    $schema: schema.$schema,
    title: 'result.json of loadrun, version 1',
    description:
      'Everything known about a finished run. Times in `…Ms` fields are milliseconds since the load started unless they say otherwise; histograms are HdrHistogram V2, compressed, base64, of microseconds.',
  }
  return `${JSON.stringify({ ...about, ...schema }, null, 1)}\n`
}
