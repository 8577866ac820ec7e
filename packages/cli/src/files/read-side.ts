import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Side } from '@loadrun/analysis'
import { readResult } from './read-result.ts'

/** A result, or a folder whose folders hold the repeats of one, as what it is compared by. */
export async function readSide(path: string): Promise<Side> {
  const repeats = await repeatsIn(path)
  const runs = await Promise.all((repeats.length === 0 ? [path] : repeats).map((run) => readResult(run)))
  return { name: runs[0]?.plan.variant.name ?? path, runs }
}

/** Several such paths as one side. */
export async function readSides(paths: readonly string[]): Promise<Side> {
  const sides = await Promise.all(paths.map((path) => readSide(path)))
  return { name: sides[0]?.name ?? '', runs: sides.flatMap(({ runs }) => runs) }
}

/** Folders named by number, as `--repeat` makes them. */
async function repeatsIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
    .map(({ name }) => name)
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => join(path, name))
}

/** Names that tell the sides apart: the variants' where they do, else the folders', else their places. */
export function toldApart(sides: readonly Side[], paths: readonly string[]): readonly Side[] {
  const differ = (names: readonly string[]) => new Set(names).size === names.length
  if (differ(sides.map(({ name }) => name))) return sides
  const folders = paths.map((path) => basename(resolve(path)))
  const names = differ(folders) ? folders : sides.map(({ name }, place) => `${name} ${place + 1}`)
  return sides.map((side, place) => ({ ...side, name: names[place] ?? side.name }))
}
