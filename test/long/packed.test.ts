import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, root, startNode } from '../support/loadrun.ts'
import { openShop } from '../support/shop.ts'

const execute = promisify(execFile)

let folder: string

beforeAll(async () => {
  folder = await newFolder()
  await execute('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', folder], { cwd: root })
  await writeFile(join(folder, 'package.json'), '{ "name": "somewhere-else", "private": true }\n')
  await execute('npm', ['install', '--no-audit', '--no-fund', './loadrun-0.1.0.tgz'], { cwd: folder })
  await cp(join(root, 'test/scenarios/small-incident.yaml'), join(folder, 'small-incident.yaml'))
}, 300_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the packed command, installed elsewhere', () => {
  test('runs a scenario with its tiers, threads and page', async () => {
    const command = join(folder, 'node_modules/loadrun/bin/loadrun.js')
    const shortened = ['--set', 'scenarios.clients.duration=3s', '--variant', 'after']
    const { ended } = startNode([command, 'small-incident.yaml', ...shortened, '--out', 'out'], folder)
    const end = await ended
    expect(end.exitCode, end.stderr).toBe(0)
    expect(end.stdout).toContain('As expected: after passed.')
    expect(existsSync(join(folder, 'out/result.json'))).toBe(true)
    const page = await readFile(join(folder, 'out/report.html'), 'utf8')
    expect(page).toContain('<script')
    expect(page.length).toBeGreaterThan(90_000)
  })

  test('runs a test in TypeScript, whose types an editor finds', async () => {
    await cp(join(root, 'scenarios/recipes/look-and-buy.ts'), join(folder, 'look-and-buy.ts'))
    const shop = await openShop()
    process.env.BASE_URL = shop.url
    try {
      const command = join(folder, 'node_modules/loadrun/bin/loadrun.js')
      const end = await startNode([command, 'look-and-buy.ts', '--out', 'script'], folder).ended
      // A busy machine may make the figures untrusted.
      expect([0, 4], end.stderr).toContain(end.exitCode)
      expect(end.stderr).toContain('12 bought, 42 iterations')
      expect(end.stderr).not.toContain('Warning')
      const k6 = 'test/scripts/keeps-and-sends.js'
      for (const file of [k6, 'scenarios/recipes/avatar.png']) await cp(join(root, file), join(folder, file))
      const other = await startNode([command, k6, '--out', 'k6'], folder).ended
      expect([0, 4], other.stdout).toContain(other.exitCode)
      expect(other.stdout).toContain('All 3 thresholds were kept.')
    } finally {
      delete process.env.BASE_URL
      await shop.close()
    }
    const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node']
    const strict = [
      '--noEmit',
      '--strict',
      '--target',
      'es2024',
      '--module',
      'nodenext',
      '--exactOptionalPropertyTypes',
    ]
    await execute(join(root, 'node_modules/.bin/tsc'), ['look-and-buy.ts', ...types, ...strict], { cwd: folder })
  })

  test('makes scenarios of what other tools say', async () => {
    const command = join(folder, 'node_modules/loadrun/bin/loadrun.js')
    const document = join(root, 'test/import/shop.openapi.yaml')
    const end = await startNode([command, 'import', 'openapi', document, '--out', 'shop.yaml'], folder).ended
    expect(end, end.stderr).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('shop.yaml is a valid scenario'),
    })
  })

  test('brings the scenarios along', () => {
    expect(existsSync(join(folder, 'node_modules/loadrun/scenarios/incident.yaml'))).toBe(true)
  })

  test('says which Node it needs on one that is too old', async ({ skip }) => {
    const old = await oldNode()
    if (old === undefined) return skip('there is no Node older than 22 on this machine')
    const command = join(folder, 'node_modules/loadrun/bin/loadrun.js')
    const failed = await execute(old, [command, '--version']).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('Node 22.19 or newer') })
  })
})

/** The machine's own Node, where it is one that loadrun cannot run on. */
async function oldNode(): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(directory, 'node')
    const { stdout } = await execute(node, ['--version']).catch(() => ({ stdout: '' }))
    if (/^v(1\d|2[01])\./.test(stdout)) return node
  }
  return undefined
}
