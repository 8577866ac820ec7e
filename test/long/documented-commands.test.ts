import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentationPages } from '../../scripts/documentation-pages.ts'
import { fencedBlocks } from '../../scripts/fenced-blocks.ts'
import { loadrun, newFolder, root, startLoadrun } from '../support/loadrun.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** Not run here: they install, or are the very command that runs these tests. */
const runElsewhere: ReadonlySet<string> = new Set(['npm start', 'npm test', 'pnpm pack'])

/** Seconds instead of minutes. */
const shortenedIncident = ['--set', 'scenarios.clients.duration=2s', '--set', 'scenarios.clients.timeout=1s']
/** Of each of its points. */
const shortenedSweep = ['--set', 'scenarios.clients.duration=1s', '--set', 'scenarios.clients.timeout=500ms']

const pages = documentationPages(root)
const documented = pages.flatMap((page) =>
  fencedBlocks(readFileSync(join(root, page), 'utf8'))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, line }) =>
      text.split('\n').map((command, index) => ({ command: command.trim(), place: `${page}:${line + index}` })),
    )
    .filter(({ command }) => command !== '' && !command.startsWith('#') && !runElsewhere.has(command)),
)

let folder: string
let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  // Where scripts of the cookbook send their requests.
  process.env.BASE_URL = shop.url
  folder = await newFolder()
})
afterAll(async () => {
  delete process.env.BASE_URL
  await shop.close()
  await rm(folder, { recursive: true, force: true })
})

test('there are commands to run', () => {
  expect(documented.length).toBeGreaterThan(2)
})

test.each(documented)('$place: $command', async ({ command }) => {
  await expectToWork(command.replace(/^(pnpm|npx) loadrun/, 'loadrun'))
})

test('every example of loadrun --help works', async () => {
  const help = await loadrun(['--help'])
  const examples = [...help.stdout.matchAll(/^\s+\$ (loadrun .*)$/gm)].map(([, command = '']) => command)
  expect(examples.length).toBeGreaterThan(2)
  for (const command of examples) await expectToWork(command)
})

/** The words of a command as a shell takes them, single quotes considered. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

const worked = new Map<string, Promise<void>>()
/** Pages and the help show the same command: it is run once. */
function expectToWork(command: string): Promise<void> {
  const known = worked.get(command) ?? runOnce(command)
  worked.set(command, known)
  return known
}

/** Runs the command, its load cut to seconds and its results put aside; a variant may then come out otherwise. */
async function runOnce(command: string): Promise<void> {
  const [program, ...args] = wordsOf(command)
  expect(program, `${command} is no command of loadrun: run it here, or add it to runElsewhere`).toBe('loadrun')
  const name = args[0] ?? ''
  if (name === 'serve' || args.includes('--serve')) return expectToServe(args)
  const isRun = /\.(yaml|ts)$/.test(name) || name === 'run' || name === 'sweep'
  const aside = ['--out', join(folder, crypto.randomUUID())]
  const shortened = args.some((arg) => arg.endsWith('incident.yaml')) && isRun ? shortenedOf(name) : []
  const histories = args.map((arg) => (arg.endsWith('.sqlite') ? join(folder, basename(arg)) : arg))
  const made = histories.map((arg) => {
    const [reports, study = '', ...below] = arg.split('/')
    if (reports !== 'reports') return arg
    return below.length > 0 ? join(folder, 'made', ...below) : join(folder, study)
  })
  if (made.join() !== histories.join()) await makeResults()
  const fewer = name === 'sweep' ? histories.map(twoValues) : histories
  const end = await loadrun(isRun ? [...fewer, ...shortened, ...aside] : made)
  expect(isRun ? [0, 99] : [0], end.stderr).toContain(end.exitCode)
}

/** Of `path=a,b,c` only the first two. */
function twoValues(arg: string): string {
  return arg.replace(/^([\w.]+=[^,]+,[^,]+),.*$/, '$1')
}

function shortenedOf(command: string): readonly string[] {
  return command === 'sweep' ? shortenedSweep : shortenedIncident
}

let results: Promise<unknown> | undefined
/** A run of the incident, where examples that read results find it. */
function makeResults(): Promise<unknown> {
  const args = ['scenarios/incident.yaml', ...shortenedIncident, '--out', join(folder, 'made')]
  results ??= loadrun(args)
  return results
}

async function expectToServe(args: readonly string[]): Promise<void> {
  const command = startLoadrun(args)
  let said = ''
  const listening = new Promise<void>((resolve) => {
    command.child.stdout?.on('data', (text: string) => {
      said += text
      if (said.includes('listens on')) resolve()
    })
  })
  await Promise.race([listening, command.ended])
  command.child.kill('SIGTERM')
  const end = await command.ended
  expect(end.exitCode, end.stderr).toBe(0)
}
