import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { planOf, plansOf, problemsOf } from './testing/read.ts'

const smallest = `
target: http://127.0.0.1:3000
scenarios:
  visitors:
    executor: constant-vus
    duration: 1s
    steps: [{ get: / }]
`

describe('readScenario() of the shipped incident', () => {
  const text = readFileSync(new URL('../../../scenarios/incident.yaml', import.meta.url), 'utf8')

  test('gives one plan for the incident and one for its fix', () => {
    const [before, after, ...others] = plansOf(text)
    expect(others).toEqual([])
    expect(before?.variant).toEqual({ name: 'before', changes: {}, expect: 'fail' })
    expect(after?.variant).toEqual({
      name: 'after',
      changes: { 'topology.middleware.timeout': '1s' },
      expect: 'pass',
    })
    expect(before?.topology[1]).toMatchObject({ kind: 'middleware', timeoutMs: undefined })
    expect(after?.topology[1]).toMatchObject({ kind: 'middleware', timeoutMs: 1000 })
    expect(after?.configuration).toMatchObject({ topology: { middleware: { timeout: '1s', fanout: 3 } } })
  })

  test('gives the plan that its text describes', () => {
    expect(planOf(text, { variant: 'before', cores: 2 })).toMatchObject({
      name: 'incident',
      seed: 1,
      workers: 1,
      pacing: 'balanced',
      topology: [
        {
          kind: 'limited-server',
          name: 'server',
          concurrency: 1000,
          latency: {
            phases: [
              {
                fromMs: 0,
                distribution: {
                  kind: 'mixture',
                  parts: [
                    { weight: 90, of: { kind: 'uniform', lowMs: 100, highMs: 300 } },
                    { weight: 2, of: { kind: 'uniform', lowMs: 3000, highMs: 5000 } },
                    { weight: 8, of: { kind: 'uniform', lowMs: 25_000, highMs: 45_000 } },
                  ],
                },
              },
            ],
          },
          work: undefined,
          onDisconnect: 'abort',
          idleTimeoutMs: undefined,
          readTimeoutMs: undefined,
          addresses: 16,
          port: undefined,
        },
        {
          kind: 'middleware',
          name: 'middleware',
          upstream: { kind: 'tier', tier: 'server' },
          fanout: 3,
          order: 'parallel',
          timeoutMs: undefined,
          connections: 'client-closes',
          maxSockets: undefined,
        },
      ],
      target: { kind: 'tier', tier: 'middleware' },
      scenarios: [
        {
          name: 'clients',
          startMs: 0,
          load: {
            executor: 'constant-arrival-rate',
            ratePerSecond: 150,
            durationMs: 75_000,
            arrivals: 'poisson',
            maxVUs: 1125,
          },
          gracefulStopMs: 30_000,
          requestTimeoutMs: 5000,
          steps: [
            { name: 'GET /search', method: 'GET', url: '/search', headers: {}, body: undefined, expectStatus: [200] },
          ],
        },
      ],
      sockets: { everyMs: 1000 },
      thresholds: [
        {
          source: 'http_req_failed: rate < 35%',
          metric: 'http_req_failed',
          selector: {},
          statistic: { kind: 'rate' },
          operator: '<',
          limit: 0.35,
          windowMs: undefined,
          abort: undefined,
          line: expect.any(Number),
        },
        {
          source: 'http_req_duration: p(95) < 1.2s',
          metric: 'http_req_duration',
          selector: {},
          windowMs: undefined,
          abort: undefined,
          line: expect.any(Number),
          statistic: { kind: 'percentile', percentile: 95 },
          operator: '<',
          limit: 1200,
        },
      ],
    })
  })
})

describe('readScenario()', () => {
  test('calls the only variant of a file without variants "run"', () => {
    expect(plansOf(smallest).map(({ variant }) => variant)).toEqual([{ name: 'run', changes: {}, expect: 'pass' }])
  })

  test('calls a plan without a name after its file', () => {
    expect(planOf(smallest, { file: '/somewhere/check out/über.yaml' }).name).toBe('über')
    expect(planOf(smallest, { file: 'C:\\loads\\check-out.YML' }).name).toBe('check-out')
    expect(planOf(smallest, { file: '???' }).name).toBe('scenario')
  })

  test('uses all cores for the load, but leaves one to tiers', () => {
    const withTier = `${smallest}\ntopology: { server: { kind: limited-server, concurrency: 5 } }`
    expect(planOf(smallest, { cores: 4 }).workers).toBe(4)
    expect(planOf(withTier, { cores: 4 }).workers).toBe(3)
    expect(planOf(withTier, { cores: 1 }).workers).toBe(1)
    expect(planOf(`${smallest}\nworkers: 2`).workers).toBe(2)
    expect(planOf(`${smallest}\nworkers: 2`, { workers: 7 }).workers).toBe(7)
  })

  test('keeps the document, as changed and without its variants, as configuration', () => {
    const plan = planOf(`${smallest}\nvariants: { slow: { seed: 3 } }`, { set: ['scenarios.visitors.vus=4'] })
    expect(plan.configuration).toEqual({
      target: 'http://127.0.0.1:3000',
      scenarios: { visitors: { executor: 'constant-vus', duration: '1s', vus: 4, steps: [{ get: '/' }] } },
      seed: 3,
    })
    expect(plan.seed).toBe(3)
  })

  test('reads anchors and aliases', () => {
    const plan = planOf(`
target: http://127.0.0.1:3000
scenarios:
  a: &load { executor: constant-vus, duration: &time 1s, steps: [{ get: / }] }
  b: *load
  c: { executor: constant-vus, duration: *time, steps: [{ get: / }] }
`)
    expect(plan.scenarios.map(({ load }) => load)).toEqual(
      Array(3).fill({ executor: 'constant-vus', vus: 1, durationMs: 1000 }),
    )
  })
})

describe('--set', () => {
  test('changes the file, with values of YAML', () => {
    const plan = planOf(smallest, {
      set: [
        'scenarios.visitors.duration=2m',
        'scenarios.visitors.steps.0.get=/a?b=c',
        'scenarios.visitors.steps.0.expect.status=[200, 404]',
        'sockets=false',
        'thresholds.http_req_failed=rate < 5%',
      ],
    })
    expect(plan.scenarios[0]?.load).toMatchObject({ durationMs: 120_000 })
    expect(plan.scenarios[0]?.steps[0]).toMatchObject({ url: '/a?b=c', expectStatus: [200, 404] })
    expect(plan.sockets).toBeUndefined()
    expect(plan.thresholds).toMatchObject([{ source: 'http_req_failed: rate < 5%', limit: 0.05, line: undefined }])
  })

  test('gives way to what a variant says of the same path, and holds for the others', () => {
    const text = `${smallest}\nseed: 1\nvariants: { a: {}, b: { seed: 20 } }`
    expect(plansOf(text, { set: ['seed=10'] }).map(({ seed }) => seed)).toEqual([10, 20])
  })

  test('given twice for one path holds the last time', () => {
    expect(planOf(smallest, { set: ['seed=10', 'seed=11'] }).seed).toBe(11)
  })

  test('can mend a mistake of the file', () => {
    expect(planOf(smallest.replace('1s', '1'), { set: ['scenarios.visitors.duration=1s'] }).workers).toBe(4)
  })
})

describe('variants', () => {
  test('are chosen by name', () => {
    const text = `${smallest}\nvariants: { a: { seed: 1 }, b: { seed: 2 }, c: }`
    expect(plansOf(text, { variant: 'b' }).map(({ variant }) => variant.name)).toEqual(['b'])
    expect(plansOf(text).map(({ variant }) => variant.name)).toEqual(['a', 'b', 'c'])
  })

  test('can replace a whole part of the file, and positions in lists', () => {
    const text = `${smallest}
variants:
  closed: {}
  open:
    scenarios.visitors: { executor: constant-arrival-rate, rate: 5/s, duration: 1s, steps: [{ get: / }, { get: /x }] }
    scenarios.visitors.steps.1.get: /y
`
    const [, open] = plansOf(text)
    expect(open?.scenarios[0]?.load.executor).toBe('constant-arrival-rate')
    expect(open?.scenarios[0]?.steps).toMatchObject([{ url: '/' }, { url: '/y' }])
  })

  test('do not change each other', () => {
    const text = `${smallest}\nvariants: { a: { scenarios.visitors.vus: 7 }, b: {} }`
    expect(plansOf(text).map(({ scenarios }) => scenarios[0]?.load)).toMatchObject([{ vus: 7 }, { vus: 1 }])
  })
})

describe('problems', () => {
  test('stand in the order of the text', () => {
    const problems = problemsOf('bogus: 1\ntarget: nowhere\nscenarios: {}\nseed: x')
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 4])
  })

  test('of a file without end are cut short, with their number', () => {
    const problems = problemsOf(Array.from({ length: 1000 }, (_, index) => `key${index}: 1`).join('\n'))
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)?.message).toBe('902 more problems are not shown')
  })
})
