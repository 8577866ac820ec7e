import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { LoadPlan } from '@loadrun/engine'
import { withFiles } from './files-of.ts'
import { type Bundle, mostBundleBytes, sha256Of } from './pack.ts'

/** A bundle on an agent's disk. */
export interface UnpackedBundle {
  /** Names the files where they are now. */
  readonly plan: LoadPlan
  readonly environment: Bundle['environment']
}

/**
 * Writes a bundle's files into a folder of their own, which must not exist yet.
 *
 * The bytes come from the network: they are refused where they are not those that were announced, unpack to more than a
 * bundle may hold, or name a file anywhere but below the folder.
 */
export async function unpackBundle(bytes: Uint8Array, sha256: string, folder: string): Promise<UnpackedBundle> {
  if (sha256Of(bytes) !== sha256) throw new Error('Cannot unpack the plan: it is not the one that was announced')
  const { plan, files, environment } = read(bytes)
  await mkdir(folder, { recursive: true })
  const places = new Map<string, string>()
  for (const { name, base64 } of files) {
    if (!leadsBelow(name)) {
      throw new Error(`Cannot unpack the plan: a file of it is named ${JSON.stringify(name)}, which leads elsewhere`)
    }
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    // Never onto something that is there: `wx` follows no link either.
    await writeFile(path, Buffer.from(base64, 'base64'), { flag: 'wx', mode: 0o600 })
    places.set(name, path)
  }
  const placed = withFiles(plan, (name) => {
    const path = places.get(name)
    if (path === undefined) throw new Error(`Cannot unpack the plan: its file ${JSON.stringify(name)} is not in it`)
    return path
  })
  return { plan: placed, environment }
}

/** base64 is a third longer than what it stands for; the plan itself is small beside that. */
const mostJsonBytes = Math.ceil((mostBundleBytes * 4) / 3) + 16 * 1024 * 1024

function read(bytes: Uint8Array): Bundle {
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: mostJsonBytes }).toString('utf8')) as Bundle
  } catch (error) {
    throw new Error(`Cannot unpack the plan: ${error instanceof Error ? error.message : error}`)
  }
}

const longestPath = 1024

/** A relative path of plain names. */
function leadsBelow(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name.length <= longestPath &&
    name.split('/').every((part) => /^[^/\\\0:]{1,255}$/.test(part) && part !== '.' && part !== '..')
  )
}
