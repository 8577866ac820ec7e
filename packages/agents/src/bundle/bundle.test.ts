import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bundle, packBundle, sha256Of } from './pack.ts'
import { unpackBundle } from './unpack.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadrun-bundle-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const plan = (paths: readonly string[]): Bundle['plan'] => ({
  seed: 1,
  workers: 1,
  scenarios: [{ data: paths.map((path) => ({ path })) } as unknown as Bundle['plan']['scenarios'][number]],
})

const pathsOf = ({ scenarios }: Bundle['plan']) => scenarios.flatMap(({ data }) => data.map(({ path }) => path))

function packed(bundle: unknown) {
  const bytes = gzipSync(JSON.stringify(bundle))
  return [bytes, sha256Of(bytes)] as const
}

describe('a bundle', () => {
  test('brings every file of a plan to the other side, files of one name from several folders too', async () => {
    const here = join(folder, 'users.csv')
    await writeFile(here, 'name\nann\n')
    await writeFile(join(folder, 'other.csv'), Buffer.from([0, 255, 10]))
    const { bytes, sha256 } = await packBundle(plan([here, join(folder, 'other.csv'), here]))
    const unpacked = await unpackBundle(bytes, sha256, join(folder, 'there'))
    const [first = '', second = '', third] = pathsOf(unpacked)
    expect(await readFile(first, 'utf8')).toBe('name\nann\n')
    expect(await readFile(second)).toEqual(Buffer.from([0, 255, 10]))
    expect(third).toBe(first)
    expect(first.startsWith(join(folder, 'there'))).toBe(true)
  })

  test('is refused where it is not the one that was announced', async () => {
    const { bytes } = await packBundle(plan([]))
    await expect(unpackBundle(bytes, sha256Of(new Uint8Array(3)), folder)).rejects.toThrow('not the one')
  })

  test.each(['../../etc/passwd', '/etc/passwd', '..', '.', '', 'a/b', 'a\\b', 'a\0', 'x'.repeat(256), 7])(
    'is refused with a file named %j',
    async (name) => {
      const [bytes, sha256] = packed({ plan: plan([]), files: [{ name, base64: '' }] })
      await expect(unpackBundle(bytes, sha256, folder)).rejects.toThrow('leads elsewhere')
    },
  )

  test('is refused where its plan reads a file that is not in it', async () => {
    const [bytes, sha256] = packed({ plan: plan(['/etc/passwd']), files: [] })
    await expect(unpackBundle(bytes, sha256, folder)).rejects.toThrow('"/etc/passwd" is not in it')
  })

  test('never writes onto a file that is there', async () => {
    const file = { name: 'same', base64: '' }
    const [bytes, sha256] = packed({ plan: plan([]), files: [file, file] })
    await expect(unpackBundle(bytes, sha256, folder)).rejects.toThrow('EEXIST')
  })

  test('is refused where it unpacks to more than a bundle may hold, without unpacking it all', async () => {
    const bytes = gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 })
    await expect(unpackBundle(bytes, sha256Of(bytes), folder)).rejects.toThrow('Cannot unpack the plan')
  })
})
