import { Ajv } from 'ajv'
import resultSchema from '../../packages/metrics/src/result.schema.json' with { type: 'json' }

const ajv = new Ajv({ allErrors: true, strict: false })
const validate = ajv.compile(resultSchema)

/** In what a `result.json` is not as its schema says. */
export function schemaProblems(result: unknown): readonly string[] {
  if (validate(JSON.parse(JSON.stringify(result)))) return []
  return (validate.errors ?? [])
    .slice(0, 20)
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
}
