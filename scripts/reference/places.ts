import type { JsonSchema } from '../../packages/plan/src/index.ts'

/** A mapping of the language: where it stands, and the keys it can have. */
export interface Place {
  readonly name: string
  /** Of its heading. */
  readonly level: number
  readonly about: string | undefined
  readonly schema: JsonSchema
}

/** Every mapping with keys of its own, each once, in the order in which the schema comes to them. */
export function placesWithKeys(root: JsonSchema): readonly Place[] {
  const walk: Walk = { root, seen: new Set(), places: [], later: [] }
  visit(root, { name: 'The file', path: [], level: 2, about: root.description }, walk)
  for (let next = walk.later.shift(); next !== undefined; next = walk.later.shift()) next()
  return walk.places
}

export function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema
  let found: unknown = root
  for (const key of schema.$ref.slice(2).split('/')) found = isMapping(found) ? found[key] : undefined
  return (found ?? {}) as JsonSchema
}

export function isMapping(value: unknown): value is Readonly<Record<string, JsonSchema>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface Walk {
  readonly root: JsonSchema
  readonly seen: Set<string>
  readonly places: Place[]
  /** What has a heading of its own is told after the mapping that uses it. */
  readonly later: (() => void)[]
}

interface Where {
  readonly name: string
  readonly path: readonly string[]
  readonly level: number
  readonly about: string | undefined
}

/** What stands for a name that the author gives. */
const placeholders: Readonly<Record<string, string>> = {
  topology: '<tier>',
  hosts: '<tier>',
  thresholds: '<metric>',
  data: '<variable>',
  capture: '<variable>',
}

function visit(given: JsonSchema, where: Where, walk: Walk): void {
  const schema = resolve(given, walk.root)
  if (given.$ref !== undefined) {
    if (walk.seen.has(given.$ref)) return
    walk.seen.add(given.$ref)
  }
  if (schema.oneOf !== undefined && schema.properties === undefined) {
    visitKinds(schema.oneOf, where, walk)
    return
  }
  for (const each of schema.anyOf ?? []) visit(each, where, walk)
  if (isMapping(schema.items)) visit(schema.items, where, walk)
  if (schema.properties !== undefined) visitMapping(schema, where, walk)
  if (!isMapping(schema.additionalProperties)) return
  const name = placeholders[where.path.at(-1) ?? ''] ?? '<name>'
  visit(schema.additionalProperties, below(where, name), walk)
}

function visitMapping(schema: JsonSchema, where: Where, walk: Walk): void {
  const { title } = schema
  const name = typeof title === 'string' && where.path.length > 0 ? `A ${title}` : where.name
  const entries = Object.entries(schema.properties ?? {})
  const identity = JSON.stringify(entries.map(([key, { title, description }]) => [key, title, description]))
  if (walk.seen.has(identity)) return
  walk.seen.add(identity)
  walk.places.push({ ...where, name, schema })
  const own = typeof title === 'string' && where.path.length > 0 ? { ...where, path: [title] } : where
  for (const [key, value] of entries) {
    walk.later.push(() => visit(value, below(own, key), walk))
  }
}

/** Mappings that a key tells apart: what all can have, then each with its own. */
function visitKinds(kinds: readonly JsonSchema[], where: Where, walk: Walk): void {
  const [first] = kinds
  const shared = Object.entries(first?.properties ?? {}).filter(([key, value]) =>
    kinds.every((kind) => JSON.stringify(kind.properties?.[key]) === JSON.stringify(value)),
  )
  const sharedKeys = new Set(shared.map(([key]) => key))
  if (shared.length > 0) {
    const properties = Object.fromEntries(shared)
    visitMapping({ properties, required: first?.required ?? [] }, { ...where, about: 'Whatever its kind:' }, walk)
  }
  for (const kind of kinds) {
    const entries = Object.entries(kind.properties ?? {})
    const [key = '', told] = entries.find(([, value]) => value.const !== undefined) ?? []
    const properties = Object.fromEntries(entries.filter(([each]) => !sharedKeys.has(each)))
    const name = `${where.name} with \`${key}: ${String(told?.const)}\``
    const level = shared.length > 0 ? where.level + 1 : where.level
    visitMapping({ ...kind, properties }, { ...where, name, level, about: told?.description }, walk)
  }
}

function below({ path }: Where, key: string): Where {
  const to = [...path, path.at(-1) === 'thresholds' ? (placeholders.thresholds ?? key) : key]
  return { name: `\`${to.join('.')}\``, path: to, level: Math.min(4, to.length > 2 ? 3 : 2), about: undefined }
}
