import type { Plan } from '@loadrun/plan'
import type { ConfigurationRow } from './content.ts'

/** The scenario file as it was run, a row for each value, with those that the variant set marked. */
export function configurationRows({ configuration, variant }: Plan): readonly ConfigurationRow[] {
  const changed = Object.keys(variant.changes)
  return flattened('', configuration).map(([path, value]) => ({
    path,
    value,
    changed: changed.some(
      (change) => path === change || path.startsWith(`${change}.`) || path.startsWith(`${change}[`),
    ),
  }))
}

function flattened(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) return [[path, `[${value.join(', ')}]`]]
    return value.flatMap((item, index) => flattened(`${path}[${index}]`, item))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (entries.length === 0) return path === '' ? [] : [[path, '{}']]
    return entries.flatMap(([key, item]) => flattened(path === '' ? key : `${path}.${key}`, item))
  }
  return [[path, String(value)]]
}
