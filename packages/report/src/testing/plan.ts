import { type LatencyPlan, type Plan, plainGet, plainMiddleware, plainScenario, serverProfiles } from '@loadrun/plan'

type Distribution = LatencyPlan['phases'][number]['distribution']

/** What may differ between the simulated runs. */
export interface IncidentOptions {
  readonly variant?: string
  /** The middleware's timeout; `undefined`: it waits for ever. */
  readonly timeoutMs?: number
  readonly durationMs?: number
  readonly seed?: number
  readonly expect?: 'pass' | 'fail'
}

/** Most answers are quick, some take seconds, some hang. */
const answers: Distribution = {
  kind: 'mixture',
  parts: [
    { weight: 90, of: { kind: 'uniform', lowMs: 100, highMs: 300 } },
    { weight: 2, of: { kind: 'uniform', lowMs: 3000, highMs: 5000 } },
    { weight: 8, of: { kind: 'uniform', lowMs: 25_000, highMs: 45_000 } },
  ],
}

/** The plan of the shipped incident. */
export function incidentPlan({
  variant = 'before',
  timeoutMs,
  durationMs = 75_000,
  seed = 20_190_611,
  expect = 'fail',
}: IncidentOptions): Plan {
  const timeout = timeoutMs === undefined ? 'none' : `${timeoutMs / 1000}s`
  return {
    name: 'incident',
    variant: {
      name: variant,
      changes: timeoutMs === undefined ? {} : { 'topology.middleware.timeout': timeout },
      expect,
    },
    seed,
    workers: 2,
    pacing: 'balanced',
    observe: [],
    topology: [
      {
        ...serverProfiles.fasthttp,
        kind: 'limited-server',
        name: 'server',
        concurrency: 1000,
        latency: { phases: [{ fromMs: 0, distribution: answers }] },
        work: undefined,
        onDisconnect: 'abort',
        host: '127.0.0.1',
        addresses: 16,
        port: undefined,
        seed,
      },
      plainMiddleware({ fanout: 3, timeoutMs, connections: 'client-closes', seed: 1 }),
    ],
    isolation: undefined,
    target: { kind: 'tier', tier: 'middleware' },
    scenarios: [
      plainScenario(
        {
          executor: 'constant-arrival-rate',
          ratePerSecond: 150,
          durationMs,
          arrivals: 'poisson',
          maxVUs: 2000,
        },
        { name: 'clients', requestTimeoutMs: 5000, steps: [plainGet('/search', { expectStatus: [200] })] },
      ),
    ],
    sockets: { everyMs: 1000 },
    thresholds: [
      {
        source: 'http_req_failed: rate < 35%',
        metric: 'http_req_failed',
        selector: {},
        rows: undefined,
        windowMs: undefined,
        abort: undefined,
        line: 30,
        statistic: { kind: 'rate' },
        operator: '<',
        limit: 0.35,
      },
      {
        source: 'http_req_duration: p(95) < 1.2s',
        metric: 'http_req_duration',
        selector: {},
        rows: undefined,
        windowMs: undefined,
        abort: undefined,
        line: 31,
        statistic: { kind: 'percentile', percentile: 95 },
        operator: '<',
        limit: 1200,
      },
    ],
    configuration: {
      name: 'incident',
      topology: {
        server: {
          kind: 'limited-server',
          concurrency: 1000,
          latency: [
            { weight: 90, uniform: ['100ms', '300ms'] },
            { weight: 2, uniform: ['3s', '5s'] },
            { weight: 8, uniform: ['25s', '45s'] },
          ],
          onDisconnect: 'abort',
        },
        middleware: { kind: 'middleware', upstream: 'server', fanout: 3, connections: 'client-closes', timeout },
      },
      target: 'middleware',
      scenarios: {
        clients: {
          executor: 'constant-arrival-rate',
          rate: '150/s',
          arrivals: 'poisson',
          duration: `${durationMs / 1000}s`,
          timeout: '5s',
          steps: [{ get: '/search', expect: { status: 200 } }],
        },
      },
      sockets: { every: '1s' },
      thresholds: { http_req_failed: ['rate < 35%'], http_req_duration: ['p(95) < 1.2s'] },
    },
  }
}
