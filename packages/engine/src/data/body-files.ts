import { readFile } from 'node:fs/promises'
import type { Scenario } from '@loadrun/plan'

/** Reads the files that requests carry, each once. */
export async function readBodyFiles(scenarios: readonly Pick<Scenario, 'steps'>[]): Promise<(path: string) => Buffer> {
  const files = new Map<string, Buffer>()
  for (const path of new Set(scenarios.flatMap(({ steps }) => [...pathsIn(steps)]))) {
    files.set(path, await readFile(path))
  }
  return (path) => {
    const bytes = files.get(path)
    if (bytes === undefined) throw new Error(`Cannot send ${path}: it was not read`)
    return bytes
  }
}

/** Of every body or part of one that is a file's. */
function* pathsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('kind' in value && value.kind === 'file' && 'path' in value) yield String(value.path)
  else for (const each of Object.values(value)) yield* pathsIn(each)
}
