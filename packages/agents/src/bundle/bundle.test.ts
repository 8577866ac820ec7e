import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { filesOf } from './files-of.ts'
import { type Bundle, packBundle, sha256Of } from './pack.ts'
import { unpackBundle } from './unpack.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadrun-bundle-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const csv = (path: string) => ({ variable: 'row', path, delimiter: ',', order: 'random' })

const plan = (...inScenario: readonly object[]): Bundle['plan'] => ({
  seed: 1,
  pacing: 'balanced',
  workers: 1,
  scenarios: [{ inScenario } as unknown as Bundle['plan']['scenarios'][number]],
})

const pathsOf = (unpacked: Bundle['plan']) => filesOf(unpacked)

function packed(bundle: unknown) {
  const bytes = gzipSync(JSON.stringify(bundle))
  return [bytes, sha256Of(bytes)] as const
}

describe('a bundle', () => {
  test('brings every file of a plan to the other side, and those that scripts need from beside them', async () => {
    await mkdir(join(folder, 'data'))
    await mkdir(join(folder, 'flows/lib'), { recursive: true })
    await writeFile(join(folder, 'data/users.csv'), 'name\nann\n')
    await writeFile(join(folder, 'picture.png'), Buffer.from([0, 255, 10]))
    await writeFile(join(folder, 'flows/buy.ts'), "import { a } from './lib/a.ts'\nconst b = open('../data/b.json')\n")
    await writeFile(join(folder, 'flows/lib/a.ts'), "export * from '../buy.ts'\nimport 'k6/http'\n")
    await writeFile(join(folder, 'data/b.json'), '{}')
    const run = { kind: 'run', path: join(folder, 'flows/buy.ts'), function: 'buy' }
    const tls = { reusesSessions: true, ca: undefined, cert: join(folder, 'picture.png') }
    const flow = {
      steps: [{ kind: 'repeat', steps: [run, { body: { kind: 'file', path: join(folder, 'picture.png') } }] }],
    }
    await writeFile(join(folder, 'access.log'), 'a line')
    const load = { recording: { path: join(folder, 'access.log'), onBadLine: 'refuse' } }
    const { bytes, sha256 } = await packBundle(plan(csv(join(folder, 'data/users.csv')), { tls }, flow, { load }))
    const there = join(folder, 'there')
    const unpacked = await unpackBundle(bytes, sha256, there)
    expect(pathsOf(unpacked.plan)).toEqual(
      ['data/users.csv', 'picture.png', 'flows/buy.ts', 'access.log'].map((name) => join(there, name)),
    )
    expect(await readFile(join(there, 'data/users.csv'), 'utf8')).toBe('name\nann\n')
    expect(await readFile(join(there, 'picture.png'))).toEqual(Buffer.from([0, 255, 10]))
    expect(await readFile(join(there, 'flows/lib/a.ts'), 'utf8')).toContain('k6/http')
    expect(await readFile(join(there, 'data/b.json'), 'utf8')).toBe('{}')
  })

  test('brings the variables of the environment that the plan asks for, and no others', async () => {
    const asks = ['TOKEN', 'UNSET'].map((name) => ({ kind: 'environment', name }))
    const { bytes, sha256 } = await packBundle(plan(...asks), { TOKEN: 'secret', HOME: '/root' })
    expect((await unpackBundle(bytes, sha256, folder)).environment).toEqual({ TOKEN: 'secret' })
  })

  test('is refused where it is not the one that was announced', async () => {
    const { bytes } = await packBundle(plan())
    await expect(unpackBundle(bytes, sha256Of(new Uint8Array(3)), folder)).rejects.toThrow('not the one')
  })

  test.each([
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    '.',
    '',
    'a/../../b',
    'a//b',
    'c:/b',
    'a\\b',
    'a\0',
    'x'.repeat(256),
    7,
  ])('is refused with a file named %j', async (name) => {
    const [bytes, sha256] = packed({ plan: plan(), files: [{ name, base64: '' }] })
    await expect(unpackBundle(bytes, sha256, folder)).rejects.toThrow('leads elsewhere')
  })

  test('is refused where its plan reads a file that is not in it', async () => {
    const [bytes, sha256] = packed({ plan: plan(csv('/etc/passwd')), files: [] })
    await expect(unpackBundle(bytes, sha256, folder)).rejects.toThrow('"/etc/passwd" is not in it')
  })

  test('never writes onto a file that is there', async () => {
    const file = { name: 'same', base64: '' }
    const [bytes, sha256] = packed({ plan: plan(), files: [file, file] })
    await expect(unpackBundle(bytes, sha256, folder)).rejects.toThrow('EEXIST')
  })

  test('is refused where it unpacks to more than a bundle may hold, without unpacking it all', async () => {
    const bytes = gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 })
    await expect(unpackBundle(bytes, sha256Of(bytes), folder)).rejects.toThrow('Cannot unpack the plan')
  })
})
