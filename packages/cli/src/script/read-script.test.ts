import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../exit-codes.ts'
import { readPlans } from '../read-plans.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-scripts-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

/** What is wrong with a script, its folder left out. */
async function wrongWith(text: string, ending = 'ts'): Promise<string> {
  const file = join(folder, `s${++files}.${ending}`)
  writeFileSync(file, text)
  const error = await readPlans(file, { set: [] }).catch((thrown: unknown) => thrown)
  if (!(error instanceof UserError)) throw new Error('A mistake was expected', { cause: error })
  expect(error.exitCode).toBe(2)
  return error.message.replaceAll(`${folder}/`, '').replaceAll(`s${files}.`, 's.')
}

describe('a script that cannot be run is told with file, line and column', () => {
  test.each([
    ['does not parse', 'export const a = 1\nexport default function ( {\n', /^s\.ts:2:\d+: Unexpected token/],
    ['needs more than its types left out', 'enum A { one }\n', /^s\.ts:1:1: TypeScript enum is not supported/],
    ['imports what is not there', "import { a } from './no.ts'\na()\n", /^s\.ts:1:20: Cannot find '\.\/no\.ts'/],
    [
      'imports what is not exported',
      "import { nothing } from 'loadrun'\nnothing()\n",
      /^s\.ts:1:10: .* named 'nothing'/,
    ],
    ['throws as it is loaded', "\nthrow new Error('not today')\n", /^s\.ts:2:7: not today\n {2}2 \| throw new Error/],
    [
      'imports what k6 has beside',
      "import ws from 'k6/ws'\nws()\n",
      /^s\.ts:1:17: 'k6\/ws' is not there: of k6’s modules/,
    ],
    [
      'imports from the network',
      "import a from 'https://jslib.k6.io/a.js'\na()\n",
      /is not fetched: save it beside the script/,
    ],
  ])('that %s', async (_what, text, said) => {
    expect(await wrongWith(text)).toMatch(said)
  })

  test('that is JavaScript and does not parse', async () => {
    expect(await wrongWith('export const a = 1\nexport const = 2\n', 'mjs')).toMatch(
      /^s\.mjs:2:14: Unexpected token '='/,
    )
  })

  test('whose options are wrong, with all that is', async () => {
    const options = `{
      thresholds: { nothing: ['count<1'], 'found{state:a}': ['rate<1'], 'found{scenario:on}': ['rate<1'] },
      scenarios: { one: { executor: 'constant-vus', duration: '3', exec: 'nobody' } },
    }`
    const said = await wrongWith(
      `import { Rate } from 'loadrun'\nnew Rate('found')\nexport const options = ${options}\nexport default function () {}\n`,
    )
    expect(said).toContain('s.ts: options: thresholds has no key `nothing`')
    expect(said).toContain('s.ts: options: `found{state:a}` cannot be read')
    expect(said).toContain('s.ts: options: There is no scenario `on`')
    expect(said).toContain('s.ts: options: scenarios.one.duration cannot be 3')
    expect(said).toContain(
      's.ts: options: scenarios.one.steps.0.run cannot run `nobody`: ./s.ts exports no such function',
    )
  })

  test('whose options have keys that there are not', async () => {
    const said = await wrongWith('export const options = { vuss: 3, rps: 5 }\nexport default () => 1\n')
    expect(said).toContain('options has no `vuss`: did you mean `vus`?')
    expect(said).toContain('options.rps is not there: plan a rate instead')
  })
})

test('a script becomes a plan with its own metrics in thresholds, and what else it exports', async () => {
  const file = join(folder, 'whole.ts')
  writeFileSync(
    file,
    `import { Gauge } from 'loadrun'
    export const stock = new Gauge('stock')
    export const options = { vus: 2, duration: '3s', setupTimeout: '5s', thresholds: { stock: 'value < 9' } }
    export function setup() {}
    export default function () {}`,
  )
  const [plan] = await readPlans(file, { set: ['scenarios.default.vus=5'] })
  expect(plan).toMatchObject({
    name: 'whole',
    target: { kind: 'none' },
    script: { path: file, hasSetup: true, hasTeardown: false, hasSummary: false, setupTimeoutMs: 5000 },
    scenarios: [
      {
        name: 'default',
        load: { executor: 'constant-vus', vus: 5, durationMs: 3000 },
        connections: { kind: 'per-vu' },
        steps: [{ kind: 'run', path: file, function: 'default', given: 'data' }],
      },
    ],
    thresholds: [{ metric: 'own', own: { name: 'stock', kind: 'value' }, statistic: { kind: 'value' }, limit: 9 }],
  })
})
