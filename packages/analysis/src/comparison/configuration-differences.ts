import type { Comparison } from '../comparison.ts'

type Configuration = Readonly<Record<string, unknown>>

/** What is not configuration of the run itself: `variants` lists all runs, each in every file. */
const left: ReadonlySet<string> = new Set(['variants'])

/** The paths at which configurations differ, with what each has there. */
export function configurationDifferences(configurations: readonly Configuration[]): Comparison['configuration'] {
  const flat = configurations.map((configuration) => flatten(configuration))
  const paths = [...new Set(flat.flatMap((entries) => [...entries.keys()]))]
  return paths
    .map((path) => ({ path, values: flat.map((entries) => entries.get(path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]))
}

/** Every value by its path. */
export function flatten(configuration: Configuration): Map<string, string> {
  const entries = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    } else {
      entries.set(path, typeof value === 'string' ? value : JSON.stringify(value))
    }
  }
  for (const [key, value] of Object.entries(configuration)) if (!left.has(key)) walk(value, key)
  return entries
}
