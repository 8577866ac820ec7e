import type { JsonSchema } from '../../packages/plan/src/index.ts'
import { isMapping, resolve } from './places.ts'

/** What a value can be, in a few words. */
export function describeValue(given: JsonSchema, root: JsonSchema): string {
  const schema = { ...resolve(given, root), ...given }
  if (typeof schema.title === 'string') return schema.title
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${String(each)}\``).join(', ')
  const choices = schema.anyOf ?? (schema.properties === undefined ? schema.oneOf : undefined)
  if (choices !== undefined) {
    const described = choices.map((each) => describeValue(each, root))
    return [...new Set(described)].join(' or ')
  }
  if (Array.isArray(schema.prefixItems)) {
    const items = schema.prefixItems as readonly JsonSchema[]
    return `list of ${items.length}: ${items.map((each) => describeValue(each, root)).join(', ')}`
  }
  if (schema.type === 'array') {
    return isMapping(schema.items) ? `list of ${describeValue(schema.items, root)}` : 'list'
  }
  if (schema.type === 'object') return describeMapping(schema, root)
  if (schema.type === 'integer' || schema.type === 'number') return describeNumber(schema)
  if (schema.type === 'boolean') return '`true`, `false`'
  return [schema.type]
    .flat()
    .map((type) => (type === 'string' ? 'text' : String(type)))
    .join(', ')
}

function describeMapping(schema: JsonSchema, root: JsonSchema): string {
  if (schema.properties !== undefined || !isMapping(schema.additionalProperties)) return 'mapping'
  const values = resolve(schema.additionalProperties as JsonSchema, root)
  const isLeaf = values.type !== 'object' && values.oneOf === undefined && values.anyOf === undefined
  return isLeaf
    ? `mapping of names to ${describeValue(schema.additionalProperties as JsonSchema, root)}`
    : 'mapping by name'
}

function describeNumber({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const kind = type === 'integer' ? 'whole number' : 'number'
  if (exclusiveMinimum === 0) return `${kind} above 0`
  const isBound = (bound: unknown) => typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER
  if (isBound(minimum) && isBound(maximum)) return `${kind}, ${String(minimum)} to ${String(maximum)}`
  return isBound(minimum) ? `${kind} from ${String(minimum)}` : kind
}
