import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../problems/format-problem.ts'
import type { Given } from '../read-scenario.ts'
import { readSweep } from './read-sweep.ts'
import type { SweepPlan } from './sweep-plan.ts'

const text = `
name: shop
topology:
  server: { kind: limited-server, concurrency: 10 }
  middleware: { kind: middleware, upstream: server, timeout: none }
target: middleware
scenarios:
  clients: { executor: constant-arrival-rate, rate: 5/s, duration: 1s, steps: [{ get: / }] }
variants:
  before: { expect: fail }
  after: { topology.middleware.timeout: 1s, topology.middleware.fanout: 4 }
`
const given: Given = { file: 'shop.yaml', cores: 2 }

function sweepOf(vary: readonly string[], more: Partial<Given> = {}): SweepPlan {
  const read = readSweep(text, { ...given, ...more }, vary)
  if ('sweep' in read) return read.sweep
  throw new Error(read.problems.map((problem) => formatProblem(problem)).join('\n'))
}

function complaints(vary: readonly string[]): string {
  const read = readSweep(text, given, vary)
  return 'problems' in read ? read.problems.map((problem) => formatProblem(problem)).join('\n') : ''
}

function middlewareAt(sweep: SweepPlan, point: number) {
  const tier = sweep.points[point]?.plan.topology.find(({ kind }) => kind === 'middleware')
  return tier?.kind === 'middleware' ? tier : undefined
}

describe('readSweep()', () => {
  test('makes a plan of each value, in the order given, named after it and expected to pass', () => {
    const sweep = sweepOf(['topology.middleware.timeout=none,5s,500ms'])
    expect(sweep.points.map(({ name }) => name)).toEqual(['timeout=none', 'timeout=5s', 'timeout=500ms'])
    expect(sweep.points.map((_, point) => middlewareAt(sweep, point)?.timeoutMs)).toEqual([undefined, 5000, 500])
    expect(sweep.points[1]?.plan.variant).toEqual({
      name: 'timeout=5s',
      changes: { 'topology.middleware.timeout': '5s' },
      expect: 'pass',
    })
    expect(sweep.points[1]?.plan.configuration).toMatchObject({ topology: { middleware: { timeout: '5s' } } })
  })

  test('takes the variant asked for as its base, and puts its values over what that says', () => {
    const sweep = sweepOf(['topology.middleware.timeout=5s'], { variant: 'after' })
    expect(middlewareAt(sweep, 0)).toMatchObject({ timeoutMs: 5000, fanout: 4 })
    expect(sweep.points[0]?.plan.variant.changes).toMatchObject({ 'topology.middleware.fanout': 4 })
  })

  test('makes every combination of several, the last changing fastest', () => {
    const sweep = sweepOf(['topology.middleware.timeout=none,1s', 'topology.middleware.fanout=2,3'])
    expect(sweep.points.map(({ name }) => name)).toEqual([
      'timeout=none,fanout=2',
      'timeout=none,fanout=3',
      'timeout=1s,fanout=2',
      'timeout=1s,fanout=3',
    ])
    expect(sweep.points.map(({ places }) => places)).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ])
  })

  test('has as many points as the product of the numbers of values', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 5 }),
        (slots, fanouts) => {
          const { axes, points } = sweepOf([
            `topology.server.concurrency=${slots.join()}`,
            `topology.middleware.fanout=${fanouts.join()}`,
          ])
          expect(points.length).toBe(slots.length * fanouts.length)
          expect(new Set(points.map(({ name }) => name)).size).toBe(points.length)
          expect(axes.map(({ positions }) => positions)).toEqual([slots, fanouts])
        },
      ),
      { numRuns: 5 },
    )
  })

  test.each([
    ['topology.server.concurrency=10,20', [10, 20]],
    ['topology.middleware.timeout=1m,500ms', [60_000, 500]],
    ['topology.middleware.timeout=none,500ms', undefined],
    ['scenarios.clients.rate=60/m,2/s', [1, 2]],
  ])('knows where the values of %s lie', (vary, positions) => {
    expect(sweepOf([vary]).axes[0]?.positions).toEqual(positions)
  })

  test('names axes by as much of their paths as tells them apart', () => {
    const names = sweepOf(['scenarios.clients.timeout=1s', 'topology.middleware.timeout=2s']).axes.map(
      ({ name }) => name,
    )
    expect(names).toEqual(['clients.timeout', 'middleware.timeout'])
  })

  test('tells everything that is wrong at once, a wrong path once', () => {
    const told = complaints([
      'topology.middleware.timeuot=1s,2s',
      'topology.server.concurrency=5,-1,many',
      'topology.proxy.fanout=1,2',
      'seed',
      'workers=2,2',
    ])
    expect(told.match(/timeuot/g)).toHaveLength(2)
    expect(told).toContain('--vary topology.middleware.timeuot: topology.middleware has no key `timeuot`')
    expect(told).toContain('--vary topology.server.concurrency=-1: ')
    expect(told).toContain('--vary topology.server.concurrency=many: ')
    expect(told).toContain('--vary topology.proxy.fanout: topology has no `proxy`')
    expect(told).toContain('--vary seed: `seed` does not say which values to take')
    expect(told).toContain('--vary workers=2,2: 2: given twice')
  })

  test.each([
    [[], 'Nothing is varied'],
    [['seed=1', 'seed=2'], '`seed` is varied twice'],
    [['seed=[1', 'workers=1'], '`[1` is no list of values'],
    [[`seed=${Array.from({ length: 101 }, (_, seed) => seed).join()}`], 'The values make 101 points'],
    [['variants=1'], 'variants cannot be changed'],
  ])('complains of %j', (vary, complaint) => {
    expect(complaints(vary)).toContain(complaint)
  })
})
