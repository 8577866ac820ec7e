import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { LoadPlan } from '@loadrun/engine'
import { filesOf, withFiles } from './files-of.ts'

/** A plan and the files it names. In the plan, each file's path is its name in `files`. */
export interface Bundle {
  readonly plan: LoadPlan
  readonly files: readonly BundledFile[]
}

interface BundledFile {
  /** A single name, without folders. */
  readonly name: string
  readonly base64: string
}

/** The packed form, and what it is known by. */
export interface PackedBundle {
  readonly bytes: Uint8Array
  /** Of `bytes`: base64url. */
  readonly sha256: string
}

/** What a plan may weigh with its files, before it is compressed. Larger data belongs on the agents' own disks. */
export const mostBundleBytes = 128 * 1024 * 1024

/** Throws where a file cannot be read, or all together are larger than 128 MB. */
export async function packBundle(plan: LoadPlan): Promise<PackedBundle> {
  const names = new Map(filesOf(plan).map((path, index) => [path, `${index}-${basename(path)}`]))
  const files: BundledFile[] = []
  let bytes = 0
  for (const [path, name] of names) {
    const content = await readFile(path)
    bytes += content.length
    if (bytes > mostBundleBytes) {
      throw new Error(
        `Cannot send the plan’s files to agents: with ${path} they are larger than ${mostBundleBytes / 1024 / 1024} MB`,
      )
    }
    files.push({ name, base64: content.toString('base64') })
  }
  const bundle: Bundle = { plan: withFiles(plan, (path) => names.get(path) ?? path), files }
  const packed = gzipSync(JSON.stringify(bundle))
  return { bytes: packed, sha256: sha256Of(packed) }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}
