import {
  type LimitedServerPlan,
  type Load,
  type MiddlewarePlan,
  type Plan,
  plainGet,
  plainMiddleware,
  plainScenario,
  type RecordedLoad,
  serverProfiles,
} from '@loadrun/plan'
import { type Distribution, meanMs } from '@loadrun/random'
import { describe, expect, test } from 'vitest'
import { erlangB } from './erlang-b.ts'
import { erlangC } from './erlang-c.ts'
import { finiteQueueRefused } from './finite-queue.ts'
import { type Prediction, simulate } from './simulate.ts'

interface Changes {
  readonly server?: Partial<LimitedServerPlan>
  readonly middleware?: Partial<MiddlewarePlan>
  readonly ratePerSecond?: number
  readonly durationMs?: number
  readonly load?: Load
}

const uniform = (lowMs: number, highMs: number): Distribution => ({ kind: 'uniform', lowMs, highMs })
const mostlyQuick: Distribution = {
  kind: 'mixture',
  parts: [
    { weight: 90, of: uniform(100, 300) },
    { weight: 2, of: uniform(3000, 5000) },
    { weight: 8, of: uniform(25_000, 45_000) },
  ],
}

/** The incident's plan: what `scenarios/incident.yaml` says. */
function incident({ server, middleware, ratePerSecond = 150, durationMs = 75_000, load }: Changes): Plan {
  return {
    name: 'incident',
    variant: { name: 'run', changes: {}, expect: 'pass' },
    seed: 1,
    workers: 1,
    pacing: 'balanced',
    isolation: undefined,
    observe: [],
    topology: [
      {
        ...serverProfiles.fasthttp,
        kind: 'limited-server',
        name: 'server',
        concurrency: 1000,
        latency: { phases: [{ fromMs: 0, distribution: mostlyQuick }] },
        work: undefined,
        onDisconnect: 'abort',
        addresses: 16,
        host: '127.0.0.1',
        port: undefined,
        seed: 1,
        ...server,
      },
      plainMiddleware({ fanout: 3, connections: 'client-closes', seed: 1, ...middleware }),
    ],
    target: { kind: 'tier', tier: 'middleware' },
    scenarios: [
      plainScenario(
        load ?? {
          executor: 'constant-arrival-rate',
          ratePerSecond,
          durationMs,
          arrivals: 'poisson',
          maxVUs: 10_000,
        },
        {
          name: 'clients',
          requestTimeoutMs: 5000,
          steps: [plainGet('/search', { name: 'search', expectStatus: [200] })],
        },
      ),
    ],
    sockets: undefined,
    thresholds: [],
    configuration: {},
  }
}

function meanOf(changes: Changes, figure: (prediction: Prediction) => number): number {
  const figures = [1, 2, 3, 4, 5].map((seed) => {
    const prediction = simulate(incident(changes), seed)
    if (prediction === undefined) throw new Error('the plan cannot be simulated')
    return figure(prediction)
  })
  return figures.reduce((sum, value) => sum + value, 0) / figures.length
}

/** Of an M/M/c queue, the share of response times above `times` mean services. */
function shareAbove(times: number, offered: number, servers: number): number {
  const waits = erlangC(offered, servers)
  const spare = servers - offered
  return Math.exp(-times) * (1 + (waits * (1 - Math.exp(-times * (spare - 1)))) / (spare - 1))
}

/** So many arrivals in each second of a recording. */
function recorded(perSecond: readonly number[], arrivals: RecordedLoad['arrivals']): RecordedLoad {
  const [count, mostPerSecond] = [perSecond.reduce((sum, one) => sum + one), Math.max(...perSecond)]
  return {
    executor: 'recorded-arrival-times',
    recording: {
      path: 'access.log',
      format: 'access-log',
      timeField: 'time',
      delimiter: ',',
      timeFormat: undefined,
      onBadLine: 'refuse',
    },
    originMs: 0,
    speed: 1,
    arrivals,
    durationMs: perSecond.length * 1000,
    maxVUs: 10_000,
    planned: { count, mostPerSecond, everyMs: 1000, counts: perSecond, recordedAt: undefined, skippedLines: 0 },
  }
}

describe('simulate()', () => {
  test('takes a recording of a constant rate for that rate, and sees a burst in one', () => {
    const single = { middleware: { fanout: 1 }, server: { concurrency: 100 } }
    const steady = recorded(Array(75).fill(150), 'poisson')
    const refused = (changes: Changes) => meanOf(changes, (one) => one.refusedShare)
    const served = (changes: Changes) => meanOf(changes, (one) => one.goodputPerSecond)
    expect(refused({ ...single, load: steady })).toBeCloseTo(refused(single), 1)
    expect(served({ ...single, load: steady })).toBeCloseTo(served(single), -1)
    const burst = recorded([10, 1000, 10, ...Array(57).fill(10)], 'recorded')
    const even = recorded(Array(60).fill(burst.planned.count / 60), 'recorded')
    expect(refused({ ...single, load: burst })).toBeGreaterThan(2 * refused({ ...single, load: even }))
  })

  test.each<Distribution>([{ kind: 'fixed', ms: 100 }, { kind: 'exponential', meanMs: 100 }, uniform(50, 150)])(
    'agrees with Erlang B for single arrivals, whatever the service distribution: $kind',
    (distribution) => {
      for (const offered of [40, 50, 80]) {
        const refused = meanOf(
          {
            server: { concurrency: 50, latency: { phases: [{ fromMs: 0, distribution }] } },
            middleware: { fanout: 1 },
            ratePerSecond: (offered / meanMs(distribution)) * 1000,
          },
          (prediction) => prediction.refusedShare,
        )
        expect(Math.abs(refused - erlangB(offered, 50))).toBeLessThan(0.012)
      }
    },
  )

  const exponential = { phases: [{ fromMs: 0, distribution: { kind: 'exponential', meanMs: 100 } }] } as const

  test.each([
    { offered: 45, queue: 5 },
    { offered: 55, queue: 20 },
  ])('refuses of $offered Erlang at 50 slots with a queue of $queue what the formula says', ({ offered, queue }) => {
    const changes = {
      server: { limit: 'requests', concurrency: 50, queue, latency: exponential },
      middleware: { fanout: 1 },
      ratePerSecond: offered * 10,
    } as const
    const refused = meanOf(changes, (prediction) => prediction.refusedShare)
    expect(Math.abs(refused - finiteQueueRefused(offered, 50, queue))).toBeLessThan(0.012)
  })

  test.each<[string, Changes]>([
    ['before its slots', { server: { limit: 'requests', concurrency: 50, queue: undefined } }],
    ['before its connections', { server: { limit: 'connections', concurrency: 50, queue: undefined } }],
    ['for the middleware’s sockets', { middleware: { maxSockets: 50 } }],
  ])('lets 40 Erlang wait %s as Erlang C says', (_, { server, middleware }) => {
    const p95Ms = meanOf(
      {
        server: { concurrency: undefined, latency: exponential, ...server },
        middleware: { fanout: 1, ...middleware },
        ratePerSecond: 400,
      },
      (prediction) => prediction.responseTimeP95Ms,
    )
    expect(Math.abs(shareAbove(p95Ms / 100, 40, 50) - 0.05)).toBeLessThan(0.01)
  })

  test('refuses what has waited too long in the queue', () => {
    const waits = { limit: 'requests', concurrency: 50, queue: undefined, queueTimeoutMs: 1000 } as const
    const refused = meanOf(
      {
        server: { ...waits, latency: exponential },
        middleware: { fanout: 1 },
        ratePerSecond: 600,
        durationMs: 20_000,
      },
      (prediction) => prediction.refusedShare,
    )
    // 50 slots serve 500 a second all along, and after the load the 600 of its last second that still wait.
    expect(Math.abs(refused - (20 * 100 - 600) / (20 * 600))).toBeLessThan(0.012)
  })

  test('leaves abandoned requests in the queue to be worked on for nobody, unless the server gives them up', () => {
    const served = (onDisconnect: 'continue' | 'abort') =>
      meanOf(
        {
          server: { limit: 'requests', concurrency: 50, queue: undefined, latency: exponential, onDisconnect },
          middleware: { fanout: 1, timeoutMs: 1000 },
          ratePerSecond: 600,
          durationMs: 40_000,
        },
        (prediction) => prediction.servedShare,
      )
    expect(served('abort')).toBeGreaterThan(0.75)
    expect(served('continue')).toBeLessThan(0.4)
  })

  // 14.9 % is what an independent simulation of these batches gives; Erlang B says 10.5 %.
  test('refuses more of a fan-out than Erlang B says', () => {
    const batches = {
      server: {
        concurrency: 50,
        latency: { phases: [{ fromMs: 0, distribution: { kind: 'exponential', meanMs: 100 } }] },
      },
      ratePerSecond: 500 / 3,
    } as const
    expect(meanOf(batches, (prediction) => prediction.refusedShare)).toBeCloseTo(0.149, 2)
  })

  test('fills the slots without a timeout, and frees them with one where the server gives up abandoned work', () => {
    expect(meanOf({}, (prediction) => prediction.slotsInUse)).toBeGreaterThan(980)
    const fixed = { middleware: { timeoutMs: 1000 } }
    expect(meanOf(fixed, (prediction) => prediction.slotsInUse)).toBeLessThan(150)
    expect(meanOf(fixed, (prediction) => prediction.refusedShare)).toBe(0)
  })

  test('frees nothing by a timeout where the server works on', () => {
    const continued = { server: { onDisconnect: 'continue' }, middleware: { timeoutMs: 1000 } } as const
    const difference =
      meanOf(continued, (prediction) => prediction.refusedShare) - meanOf({}, (prediction) => prediction.refusedShare)
    expect(Math.abs(difference)).toBeLessThan(0.001)
  })

  test('takes goodput to zero by a timeout below the wait for a bottleneck behind the handlers', () => {
    const bottleneck = {
      server: {
        latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 0 } }] },
        work: { parallel: 25, service: { kind: 'fixed', ms: 100 } },
        onDisconnect: 'continue',
      },
      ratePerSecond: 120,
      durationMs: 40_000,
    } as const
    expect(meanOf(bottleneck, (prediction) => prediction.responseTimeP95Ms)).toBeGreaterThan(3500)
    const served = meanOf({ ...bottleneck, middleware: { timeoutMs: 1000 } }, (prediction) => prediction.servedShare)
    expect(served).toBeLessThan(0.1)
  })

  test('leaves no TIME_WAIT on the middleware where the server closes', () => {
    expect(meanOf({ middleware: { connections: 'close' } }, (prediction) => prediction.timeWaitOnMiddleware)).toBe(0)
  })

  test('says nothing of pools, whose idle connections hold slots', () => {
    expect(simulate(incident({ middleware: { connections: 'keep-alive' } }), 1)).toBeUndefined()
  })

  test.each<Partial<MiddlewarePlan>>([
    { retries: { count: 1, backoff: { kind: 'fixed', ms: 0 }, budget: undefined, on: ['timeout'] } },
    { hedge: { afterMs: 100 } },
    { circuitBreaker: { opens: { kind: 'consecutive', failures: 5 }, openForMs: 1000 } },
    { headersTimeoutMs: 100 },
    { totalTimeoutMs: 100 },
    { cancel: { siblings: true, onClientDisconnect: false } },
    { cancel: { siblings: false, onClientDisconnect: true } },
  ])('says nothing of policies that it does not simulate: %o', (middleware) => {
    expect(simulate(incident({ middleware }), 1)).toBeUndefined()
  })

  test.each<Partial<LimitedServerPlan>>([
    { maxConnections: 10, limit: 'requests' },
    { maxConnectionsPerIp: 10 },
    { sleepWhenLimitedMs: 100 },
    { handlerTimeout: { afterMs: 100, status: 408, text: '' } },
  ])('says nothing of limits that it does not simulate: %o', (server) => {
    expect(simulate(incident({ server }), 1)).toBeUndefined()
  })
})
