import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import type { LoadPlan } from '@loadrun/engine'
import { environmentOf, filesOf, scriptsOf, withFiles } from './files-of.ts'
import { withImports } from './imports-of.ts'

/** A plan and the files it names. In the plan, each file's path is its name in `files`. */
export interface Bundle {
  readonly plan: LoadPlan
  readonly files: readonly BundledFile[]
  /** Variables of the environment that the plan's expressions ask for, where they are set. */
  readonly environment: Readonly<Record<string, string>>
}

interface BundledFile {
  /** A path below the folder that files are unpacked into, with slashes. Files lie to one another as they did. */
  readonly name: string
  readonly base64: string
}

/** The packed form, and what it is known by. */
export interface PackedBundle {
  readonly bytes: Uint8Array
  /** Of `bytes`: base64url. */
  readonly sha256: string
}

/** What a plan's files may weigh before they are compressed. Larger data belongs on the agents' own disks. */
export const mostBundleBytes = 128 * 1024 * 1024

/**
 * What is done once around the load is not in it: who has the load made does that. Throws where a file cannot be read, or
 * all together are larger than 128 MB.
 */
export async function packBundle(
  { before: _, after: __, ...plan }: LoadPlan,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<PackedBundle> {
  const paths = [...filesOf(plan), ...scriptsOf(plan).flatMap(withImports)].map((path) => resolve(path))
  const root = commonFolder(paths)
  const nameOf = (path: string) => relative(root, resolve(path)).split(sep).join('/')
  const files: BundledFile[] = []
  let bytes = 0
  for (const path of new Set(paths)) {
    const content = await readFile(path)
    bytes += content.length
    if (bytes > mostBundleBytes) {
      throw new Error(
        `Cannot send the plan’s files to agents: with ${path} they are larger than ${mostBundleBytes / 1024 / 1024} MB`,
      )
    }
    files.push({ name: nameOf(path), base64: content.toString('base64') })
  }
  const bundle: Bundle = {
    plan: withFiles(plan, nameOf),
    files,
    environment: Object.fromEntries(
      environmentOf(plan).flatMap((name) => {
        const value = environment[name]
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }
  const packed = gzipSync(JSON.stringify(bundle))
  return { bytes: packed, sha256: sha256Of(packed) }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

/** The folder that holds all of them; the root, where they have nothing else in common. */
function commonFolder(paths: readonly string[]): string {
  const [first = sep, ...others] = paths.map((path) => dirname(path))
  return others.reduce((common, folder) => {
    let shared = common
    while (!`${folder}${sep}`.startsWith(shared.endsWith(sep) ? shared : `${shared}${sep}`)) shared = dirname(shared)
    return shared
  }, first)
}
