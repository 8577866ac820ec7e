import { readSweep, type SweepPlan } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import type { Sweep } from '../sweep.ts'
import { assessSweep } from './assess-sweep.ts'
import { type SweptPoint, simulatedPoint } from './swept-point.ts'
import type { SweptRun } from './swept-run.ts'

const text = `
name: shop
topology:
  server: { kind: limited-server, concurrency: 40, onDisconnect: abort, latency: [ { weight: 9, uniform: [50ms, 150ms] }, { weight: 1, uniform: [9s, 11s] } ] }
  middleware: { kind: middleware, upstream: server, fanout: 2, connections: client-closes, timeout: none }
target: middleware
scenarios:
  clients: { executor: constant-arrival-rate, rate: 50/s, arrivals: poisson, duration: 20s, timeout: 2s, steps: [{ get: / }] }
`

function planOf(...vary: readonly string[]): SweepPlan {
  const read = readSweep(text, { file: 'shop.yaml', cores: 2 }, vary)
  if ('sweep' in read) return read.sweep
  throw new Error('The plan is wrong')
}

interface Made {
  readonly goodput?: number
  readonly waitMs?: number
  readonly outcome?: SweptRun['outcome']
  readonly remarks?: readonly string[]
  readonly findings?: SweptRun['findings']
}

function run({ goodput = 10, waitMs = 100, outcome = 'passed', remarks = [], findings = [] }: Made): SweptRun {
  return {
    folder: 'a',
    outcome,
    remarks,
    figures: [
      { id: 'goodput', label: 'Goodput', unit: 'perSecond', better: 'higher', value: goodput },
      { id: 'response-time-p99-all', label: 'p99', unit: 'ms', better: 'lower', value: waitMs },
    ],
    straying: undefined,
    seconds: 20,
    findings,
    startedAt: '2026-01-01T00:00:00.000Z',
    host: { node: 'v26', os: 'Linux', cpu: 'one', cores: 2 },
  }
}

/** A point for each list of runs, without simulations. */
function assessed(points: readonly (readonly Made[])[], more: Partial<SweptPoint> = {}): Sweep {
  const plan = planOf(`topology.server.concurrency=${points.map((_, place) => 10 * (place + 1)).join()}`)
  const swept = plan.points.map((point, place) => ({
    plan: point,
    runs: (points[place] ?? []).map(run),
    simulations: [],
    ...(place === 0 ? more : {}),
  }))
  return assessSweep(plan, swept)
}

function sentences({ findings }: Sweep, id: string): readonly string[] {
  return findings.filter((finding) => finding.id === id).map(({ sentence }) => sentence)
}

describe('assessSweep()', () => {
  test('takes the highest goodput of the points that can be trusted and kept every threshold', () => {
    const sweep = assessed([
      [{ goodput: 10 }],
      [{ goodput: 99, outcome: 'untrusted', remarks: ['The load generator was late'] }],
      [{ goodput: 20 }],
      [{ goodput: 50, outcome: 'failed', remarks: ['broke http_req_duration: p(95) < 1s'] }],
    ])
    expect(sweep.best?.point).toBe(2)
    expect(sweep.points.map(({ status }) => status)).toEqual(['passed', 'untrusted', 'passed', 'failed'])
    expect(sentences(sweep, 'sweep-best')).toEqual([
      'concurrency=30 is best: its goodput of 20/s (0 % of the requests served) is the highest of the 2 points that ' +
        'can be trusted and kept every threshold.',
    ])
    expect(sentences(sweep, 'sweep-broke-thresholds')).toEqual([
      'concurrency=40 served more (50/s), but broke http_req_duration: p(95) < 1s.',
    ])
    expect(sentences(sweep, 'sweep-left-out')).toEqual([
      'concurrency=20 cannot be trusted, so it may not be best: The load generator was late',
    ])
  })

  test('has no best point where none kept every threshold, and says what came nearest', () => {
    const broken = { outcome: 'failed', remarks: ['broke http_req_failed: rate < 1%'] } as const
    const sweep = assessed([[{ goodput: 10, ...broken }], [{ goodput: 30, ...broken }]])
    expect(sweep.best).toBeUndefined()
    expect(sentences(sweep, 'sweep-no-best')[0]).toContain(
      '30/s, was at concurrency=20, which broke http_req_failed: rate < 1%.',
    )
  })

  test('takes the worst of a point’s runs for its status, and the median for its figures', () => {
    const sweep = assessed([[{ goodput: 1 }, { goodput: 5 }, { goodput: 3, outcome: 'failed' }], [{ goodput: 2 }]])
    expect(sweep.points[0]?.status).toBe('failed')
    expect(sweep.rows.find(({ id }) => id === 'goodput')?.values).toEqual([3, 2])
  })

  test('tells points that were not run, and those that could not be', () => {
    const sweep = assessed([[], [{}], []], { trouble: 'Cannot run shop: the port is taken' })
    expect(sweep.points.map(({ status }) => status)).toEqual(['could-not-run', 'passed', 'not-run'])
    expect(sentences(sweep, 'sweep-left-out')).toEqual([
      'concurrency=10 could not be run: Cannot run shop: the port is taken',
    ])
    expect(sentences(sweep, 'sweep-not-run')).toEqual(['Not run: concurrency=30.'])
  })

  test('does not tell single runs apart, names the one that answers soonest, and says how many runs could', () => {
    const sweep = assessed([[{ goodput: 20, waitMs: 900 }], [{ goodput: 19, waitMs: 300 }]])
    expect(sentences(sweep, 'sweep-alike')).toEqual(['Cannot be told apart from it: concurrency=20 (19/s).'])
    expect(sentences(sweep, 'sweep-soonest')[0]).toContain('concurrency=20 answers soonest')
    expect(sentences(sweep, 'one-run-each')[0]).toContain('--repeat 4')
  })

  test('gives reasons from the findings of the runs, the best point’s first', () => {
    const findings = ['main-failure', 'time-wait', 'slots-exhausted'].map((id) => ({
      id,
      sentence: `${id}.`,
      figures: {},
    }))
    const sweep = assessed([[{ goodput: 1, findings }], [{ goodput: 2, findings }]])
    const told = sweep.findings.filter(({ id }) => id === 'sweep-why-best' || id === 'sweep-at-point')
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'Why concurrency=20: main-failure. slots-exhausted.',
      'At concurrency=10: main-failure. slots-exhausted.',
    ])
  })

  test('of many points tells the best, its neighbours and the lowest', () => {
    const findings = [{ id: 'main-failure', sentence: 'Lost.', figures: {} }]
    const goodputs = [9, 2, 3, 4, 5, 60, 7, 8, 1, 10]
    const sweep = assessed(goodputs.map((goodput) => [{ goodput, findings }]))
    expect(sentences(sweep, 'sweep-at-point').map((sentence) => sentence.split(':')[0])).toEqual([
      'At concurrency=50',
      'At concurrency=70',
      'At concurrency=90',
    ])
  })

  test('leaves what was varied out of what is common', () => {
    const paths = assessed([[{}], [{}]]).configuration.map(({ path }) => path)
    expect(paths).toContain('topology.middleware.fanout')
    expect(paths).not.toContain('topology.server.concurrency')
  })
})

describe('assessSweep() of simulations alone', () => {
  test('finds the timeout that frees slots best, and that more slots do as well', () => {
    const plan = planOf('topology.middleware.timeout=none,500ms')
    const sweep = assessSweep(plan, plan.points.map(simulatedPoint), true)
    expect(sweep.points.map(({ status }) => status)).toEqual(['simulated', 'simulated'])
    expect(sweep.best).toEqual({ point: 1, others: [{ point: 0, verdict: 'lower', by: 'runs' }] })
    const refused = sweep.rows.find(({ id }) => id === 'server-refused-share')
    expect(refused?.simulated[0]?.low).toBeGreaterThan(0.1)
    expect(refused?.simulated[1]?.high).toBe(0)
  })

  test('says that it cannot tell whether simulated thresholds hold', () => {
    const plan = planOf('topology.middleware.fanout=1,2')
    const sweep = assessSweep(plan, plan.points.map(simulatedPoint), true)
    expect(sentences(sweep, 'sweep-best')[0]).toContain('Thresholds are not simulated.')
  })
})
