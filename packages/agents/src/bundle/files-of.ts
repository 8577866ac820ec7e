import type { LoadPlan } from '@loadrun/engine'

type PlanObject = Readonly<Record<string, unknown>>

/** Where a plan names files: what tells such an object from others, and its keys that hold paths. */
const places: readonly Readonly<{ is: (value: PlanObject) => boolean; keys: readonly string[] }>[] = [
  { is: ({ kind }) => kind === 'run' || kind === 'file', keys: ['path'] },
  { is: (value) => 'delimiter' in value && 'order' in value, keys: ['path'] },
  { is: (value) => 'onBadLine' in value, keys: ['path'] },
  { is: (value) => 'reusesSessions' in value, keys: ['ca', 'cert', 'key'] },
]

/** The files that a load reads, each once. Those that scripts import are not among them. */
export function filesOf({ scenarios }: LoadPlan): readonly string[] {
  const files = new Set<string>()
  mapPaths(scenarios, (path) => {
    files.add(path)
    return path
  })
  return [...files]
}

/** The same plan with its files elsewhere. */
export function withFiles(plan: LoadPlan, placeOf: (path: string) => string): LoadPlan {
  return { ...plan, scenarios: mapPaths(plan.scenarios, placeOf) as LoadPlan['scenarios'] }
}

/** The files among them that are programs, whose own imports are needed too. */
export function scriptsOf({ scenarios }: LoadPlan): readonly string[] {
  return [...new Set(objectsIn(scenarios).flatMap(({ kind, path }) => (kind === 'run' ? [String(path)] : [])))]
}

/** Names of the variables of the environment that a load's expressions ask for. */
export function environmentOf({ scenarios }: LoadPlan): readonly string[] {
  const names = objectsIn(scenarios).flatMap(({ kind, name }) => (kind === 'environment' ? [String(name)] : []))
  return [...new Set(names)]
}

function mapPaths(value: unknown, placeOf: (path: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapPaths(item, placeOf))
  if (!isObject(value)) return value
  const keys = places.find(({ is }) => is(value))?.keys ?? []
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      keys.includes(key) && typeof inner === 'string' ? placeOf(inner) : mapPaths(inner, placeOf),
    ]),
  )
}

function objectsIn(value: unknown): readonly PlanObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : []
}

function isObject(value: unknown): value is PlanObject {
  return typeof value === 'object' && value !== null
}
