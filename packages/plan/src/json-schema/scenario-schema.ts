import { z } from 'zod'
import { type MetricName, metrics } from '../plan/threshold.ts'
import { scenarioFile } from '../schema/scenario-file.ts'
import { thresholdOf } from '../schema/thresholds.ts'
import { changesByEnvironment } from '../variants/read-environments.ts'
import { changesByVariant } from '../variants/read-variants.ts'

/** A JSON Schema (2020-12), as far as it is read here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
}

const metricNames = Object.keys(metrics) as readonly MetricName[]

const thresholds = z.strictObject(
  Object.fromEntries(metricNames.map((name) => [name, thresholdOf(metrics[name].kind).optional()])),
)

/**
 * What editors need to complete, explain and check a scenario file: made of the schema that the file is read with. What
 * only the reader can tell, such as whether a variable is set, is not in it.
 */
export function scenarioSchema(): JsonSchema {
  const file = scenarioFile.extend({
    thresholds: thresholds.optional().meta(z.globalRegistry.get(scenarioFile.shape.thresholds) ?? {}),
    extends: z
      .string()
      .optional()
      .meta({
        description:
          'Another scenario file, by its path from this one. Mappings are merged key by key; everything else here replaces what is there, and `null` takes it away.',
        examples: ['checkout.yaml'],
      }),
    environments: changesByEnvironment.optional(),
    variants: changesByVariant.optional(),
  })
  const schema = z.toJSONSchema(file, { io: 'input', override: keepAnnotations }) as JsonSchema
  const { properties = {}, $schema, required: _, ...rest } = schema
  return {
    $schema,
    title: 'A scenario of loadrun',
    description: 'What a load test does: who comes when, what each visitor does, and what must hold.',
    ...rest,
    // What must be there may come from the file that this one extends, or from an environment.
    anyOf: [
      { required: ['target', 'scenarios'] },
      { required: ['environments', 'scenarios'] },
      { required: ['extends'] },
    ],
    properties: {
      ...properties,
      scenarios: withThresholds(properties.scenarios ?? {}),
      thresholds: withSelectors(properties.thresholds ?? {}),
    },
  }
}

/** zod leaves out the examples of what it converts, as it cannot know that they are what the author writes. */
function keepAnnotations({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: z.core.JSONSchema.BaseSchema
}): void {
  const { examples, default: otherwise } = z.globalRegistry.get(zodSchema) ?? {}
  if (examples !== undefined) jsonSchema.examples = examples as unknown[]
  if (otherwise !== undefined) jsonSchema.default = otherwise as NonNullable<typeof jsonSchema.default>
}

/** Each scenario can have the thresholds that the file can. */
function withThresholds(given: JsonSchema): JsonSchema {
  const { additionalProperties: kinds } = given
  if (typeof kinds !== 'object') return given
  const oneOf = kinds.oneOf?.map((kind) => {
    const { description, examples } = kind.properties?.thresholds ?? {}
    const own = { $ref: '#/properties/thresholds', ...(description && { description }), ...(examples && { examples }) }
    return { ...kind, properties: { ...kind.properties, thresholds: own } }
  })
  return { ...given, additionalProperties: { ...kinds, ...(oneOf && { oneOf }) } }
}

/** A metric can also be narrowed down: `http_req_duration{step:/search}`. */
function withSelectors(given: JsonSchema): JsonSchema {
  const patternProperties = Object.fromEntries(
    metricNames
      .filter((name) => metrics[name].by.length > 0)
      .map((name) => [`^${name}\\{.*\\}$`, { $ref: `#/properties/thresholds/properties/${name}` }]),
  )
  const needed = metricNames.filter((name) => 'needs' in metrics[name])
  const properties = Object.entries(given.properties ?? {})
  return {
    ...given,
    properties: Object.fromEntries(properties),
    patternProperties,
    not: { anyOf: needed.map((name) => ({ required: [name] })) },
  }
}
