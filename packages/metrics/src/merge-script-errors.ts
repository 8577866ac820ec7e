import type { ScriptErrorGroup } from './metrics.ts'

/** Groups alike in scenario, function, message and place become one. The most frequent come first. */
export function mergeScriptErrors(...lists: readonly (readonly ScriptErrorGroup[])[]): readonly ScriptErrorGroup[] {
  const merged = new Map<string, ScriptErrorGroup>()
  for (const group of lists.flat()) {
    const key = JSON.stringify([group.scenario, group.script, group.message, group.place])
    const known = merged.get(key)
    merged.set(
      key,
      known === undefined
        ? group
        : {
            ...known,
            count: known.count + group.count,
            firstMs: Math.min(known.firstMs, group.firstMs),
            lastMs: Math.max(known.lastMs, group.lastMs),
          },
    )
  }
  return [...merged]
    .sort(([keyA, one], [keyB, other]) => other.count - one.count || (keyA < keyB ? -1 : 1))
    .map(([, group]) => group)
}
