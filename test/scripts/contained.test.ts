import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateLoad } from '../../packages/engine/src/index.ts'
import type { Metrics } from '../../packages/metrics/src/index.ts'
import { plainGet, plainScenario, type RunStep, type Scenario, type Step } from '../../packages/plan/src/index.ts'
import { openShop, type Shop } from '../support/shop.ts'

const path = join(import.meta.dirname, 'misbehaving.ts')

function runs(name: string, more: Partial<RunStep> = {}): RunStep {
  return {
    kind: 'run',
    name: `misbehaving.ts#${name}`,
    path,
    function: name,
    group: '',
    tags: {},
    as: undefined,
    given: 'user',
    environment: {},
    keepsAnswers: true,
    redirects: 10,
    ...more,
  }
}

function scenario(name: string, steps: readonly Step[], more: Partial<Scenario> = {}): Scenario {
  const load = { executor: 'per-vu-iterations', vus: 2, iterations: 3, maxDurationMs: 20_000 } as const
  return plainScenario(load, { name, gracefulStopMs: 10_000, requestTimeoutMs: 5000, steps, ...more })
}

const seen: Step = {
  ...plainGet('/seen', { expectStatus: [404] }),
  url: {
    kind: 'text',
    parts: [
      { kind: 'constant', value: '/seen/' },
      { kind: 'variable', name: 'seen' },
      { kind: 'constant', value: '/' },
      {
        kind: 'member',
        of: { kind: 'variable', name: 'result' },
        key: { kind: 'constant', value: 'times' },
      },
    ],
  },
}

const scenarios = [
  scenario('behaves', [runs('behaves', { group: 'outer / ', as: 'result' }), seen], {
    variables: [
      { name: 'name', value: { kind: 'constant', value: 'ann' } },
      { name: 'seen', value: { kind: 'constant', value: null } },
    ],
  }),
  scenario('browses', [runs('browses')], { cookies: 'per-iteration' }),
  scenario('throws', [runs('throws'), plainGet('/items/5')]),
  scenario('neverAwaits', [runs('neverAwaits'), plainGet('/items/6')]),
  scenario('neverEnds', [runs('neverEnds')], {
    load: { executor: 'constant-vus', vus: 3, durationMs: 500 },
    gracefulStopMs: 100,
  }),
  scenario('readsTooEarly', [runs('readsTooEarly')]),
  scenario('leavesThingsBehind', [runs('leavesThingsBehind'), plainGet('/items/7')]),
  scenario('exits', [runs('exits')]),
]

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** Makes the load on real threads, against a real server. */
function load(scenarios: readonly Scenario[], onInterval: (interval: Metrics) => void, silenceMs?: number) {
  return generateLoad(
    { seed: 1, pacing: 'balanced', workers: 1, scenarios },
    {
      targets: [shop.url],
      signal: new AbortController().signal,
      onStart: () => undefined,
      onInterval,
      ...(silenceMs === undefined ? {} : { silenceMs }),
    },
  )
}

describe('a script among others on one thread', () => {
  let total: Metrics
  beforeAll(async () => {
    const made = await load(scenarios, () => undefined)
    expect(made.troubles).toEqual([])
    total = made.total
  })

  const errorsOf = (name: string) => total.scriptErrors?.filter((error) => error.scenario === name)

  test('that behaves sends measured requests, and shares variables with other steps', () => {
    const requests = total.requests['behaves/outer / shop / GET /items/7']
    expect(requests).toMatchObject({ sent: 6, checks: { 'has a price': { passes: 6, fails: 0 } } })
    expect(requests?.failed.count).toBe(0)
    expect(total.custom?.bought).toEqual({ kind: 'counter', sum: 12 })
    expect(total.scenarios.behaves).toMatchObject({ iterations: 6, interruptedIterations: 0 })
    const paths = shop.asked.map(({ url }) => url).filter((url) => url.startsWith('/seen/'))
    expect(paths.toSorted()).toEqual([1, 1, 2, 2, 3, 3].map((times) => `/seen/ann!/${times}`))
  })

  test('follows redirects, each measured by itself, and keeps cookies', () => {
    expect(errorsOf('browses')).toEqual([])
    expect(total.requests['browses/misbehaving.ts#browses']?.checks).toEqual({ 'is known': { passes: 6, fails: 0 } })
    expect(total.requests['browses/log in']?.statuses).toEqual({ 303: 6 })
    expect(total.requests['browses/log in (redirect)']?.statuses).toEqual({ 200: 6 })
  })

  test('that throws is counted by message and place, and ends its iteration', () => {
    expect(errorsOf('throws')).toEqual([
      {
        scenario: 'throws',
        script: 'misbehaving.ts#throws',
        message: "TypeError: Cannot read properties of null (reading 'price')",
        place: expect.stringMatching(/^test\/scripts\/misbehaving\.ts:\d+:18$/),
        count: 6,
        firstMs: expect.any(Number),
        lastMs: expect.any(Number),
      },
    ])
    expect(total.requests['throws/GET /items/5']?.sent).toBe(0)
  })

  test('that awaits nothing is waited for', () => {
    expect(total.requests['neverAwaits/GET /items/1']?.ok.count).toBe(6)
    expect(total.requests['neverAwaits/GET /items/2']?.ok.count).toBe(6)
    expect(total.requests['neverAwaits/GET /items/6']?.ok.count).toBe(6)
    expect(errorsOf('neverAwaits')).toEqual([])
  })

  test('that never ends is interrupted at the graceful stop', () => {
    expect(total.scenarios.neverEnds).toMatchObject({ started: 3, iterations: 0, interruptedIterations: 3 })
    expect(errorsOf('neverEnds')).toEqual([])
  })

  test('that reads a response before it has come is told what is missing', () => {
    expect(errorsOf('readsTooEarly')).toMatchObject([
      { count: 6, message: expect.stringContaining('`await` is missing') },
    ])
  })

  test('that leaves rejections, errors of timers and timers behind ends nobody', () => {
    expect(total.requests['leavesThingsBehind/GET /items/7']?.ok.count).toBe(6)
    expect(total.scriptErrors?.filter(({ script }) => script === '(not awaited)')).toMatchObject([
      { message: 'Error: nobody catches this', count: 1 },
      { message: 'Error: nor this', count: 1 },
    ])
  })

  test('that would end the process is told that it cannot', () => {
    expect(errorsOf('exits')).toMatchObject([{ count: 6, message: expect.stringContaining('process.exit()') }])
  })
})

test('a script that loops for ever has its thread ended, and what was told before is kept', async () => {
  const looping = scenario('loops', [runs('loops')], { startMs: 1200 })
  const working = scenario('works', [plainGet('/items/8')], {
    load: { executor: 'constant-vus', vus: 1, durationMs: 9000 },
  })
  const { total, troubles, intervals } = await load([looping, working], () => undefined, 2500)
  expect(troubles).toEqual([expect.stringContaining('kept it busy for 2.5 s without waiting')])
  expect(intervals).toHaveLength(1)
  expect(total.requests['works/GET /items/8']?.ok.count).toBeGreaterThan(0)
})

test('a regular expression that never comes to an end has its thread ended too', async () => {
  const capture = {
    variable: 'found',
    source: { kind: 'body' },
    pattern: '^(.+)+#$',
    all: false,
    otherwise: undefined,
  } as const
  const request = { ...(plainGet('/items/1234567890123456') as Extract<Step, { kind: 'request' }>), capture: [capture] }
  const { troubles } = await load([scenario('goes back and forth', [request])], () => undefined, 1500)
  expect(troubles).toEqual([expect.stringContaining('a regular expression kept it busy for 1.5 s')])
})
