import {
  type Failure,
  type LegSample,
  type LimitedServerCounts,
  type Measured,
  type MiddlewareCounts,
  Recorder,
  type UpstreamFailure,
} from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'

/** What a made-up run of a middleware in front of a limited server has measured; what is left out is nothing. */
export interface MadeUp {
  readonly middlewareKeys?: string
  readonly serverKeys?: string
  readonly thresholds?: string
  readonly ok?: number
  readonly failures?: readonly Readonly<{ text: string; count: number; fromServer?: boolean }>[]
  /** How late each request was. */
  readonly lateMs?: readonly number[]
  /** One a second. */
  readonly server?: readonly Partial<LimitedServerCounts>[]
  readonly middleware?: Partial<MiddlewareCounts>
  /** In place of `middleware`, one a second. */
  readonly middlewareSeconds?: readonly Partial<MiddlewareCounts>[]
  /** Answers that refused the middleware's requests. */
  readonly upstreamRefusals?: number
  /** Of the leg from the middleware to the server, one a second. */
  readonly leg?: readonly Partial<LegSample>[]
  readonly interrupted?: boolean
  readonly troubles?: readonly string[]
}

/** A run of ten seconds that measured what is given, for rules to be held against. */
export function measuredRun(made: MadeUp): Measured {
  const plan = planOf(made)
  const total = totalOf(made)
  return {
    plan,
    host: { node: 'v26.0.0', os: 'Linux', cpu: 'one', cores: 2 },
    startedAt: '2026-01-01T00:00:00.000Z',
    elapsedMs: 10_000,
    interrupted: made.interrupted ?? false,
    total,
    intervals: [total],
    sockets: {
      observed: true,
      everyMs: 1000,
      legs: [{ name: 'middleware → server', from: 'middleware', to: 'server', ports: [8080] }],
      portRange: { low: 32_768, high: 60_999 },
      samples: (made.leg ?? []).map((leg, second) => ({
        atMs: 1000 * (second + 1),
        legs: { 'middleware → server': { from: {}, to: {}, portsToBusiestDestination: 0, ...leg } },
        counters: {},
      })),
    },
    tiers: [
      {
        kind: 'limited-server',
        name: 'server',
        addresses: ['127.0.0.1'],
        port: 8080,
        samples: (made.server ?? [{}]).map((counts, second) => ({ atMs: 1000 * (second + 1), counts: filled(counts) })),
      },
      {
        kind: 'middleware',
        name: 'middleware',
        addresses: ['127.0.0.1'],
        port: 8081,
        samples: made.middlewareSeconds?.map((counts, second) => ({
          atMs: 1000 * (second + 1),
          counts: filled(counts),
        })) ?? [{ atMs: 10_000, counts: filled(made.middleware ?? {}) }],
        upstreamFailures: refusalsOf(made),
      },
    ],
    troubles: made.troubles ?? [],
  }
}

function refusalsOf({ upstreamRefusals: count = 0 }: MadeUp): readonly UpstreamFailure[] {
  if (count === 0) return []
  return [{ cause: 'status', status: 503, text: 'no', count, firstMs: 0, lastMs: 10_000 }]
}

function planOf({ middlewareKeys = '', serverKeys = '', thresholds = '' }: MadeUp): Measured['plan'] {
  const text = `
name: made-up
topology:
  server: { kind: limited-server, concurrency: 100 ${serverKeys} }
  middleware: { kind: middleware, upstream: server, fanout: 3 ${middlewareKeys} }
target: middleware
scenarios:
  clients: { executor: constant-arrival-rate, rate: 10/s, duration: 10s, steps: [{ get: / }] }
thresholds: { ${thresholds} }
`
  const read = readScenario(text, { file: 'made-up.yaml', cores: 2 })
  const plan = 'plans' in read ? read.plans[0] : undefined
  if (plan === undefined) throw new Error(`Cannot make up a run: ${JSON.stringify(read)}`)
  return plan
}

function totalOf({ ok = 0, failures = [], lateMs = [] }: MadeUp): Measured['total'] {
  const recorder = new Recorder()
  const requests = recorder.request('clients', 'GET /')
  recorder.scenario('clients')
  const record = (failure: Failure | undefined) => {
    const times = { dueMs: 0, sentMs: 0, startedMs: 0, firstByteMs: 100, endMs: 100, setup: undefined, sendingMs: 0 }
    requests.record({ ...times, status: failure === undefined ? 200 : 502, bytesSent: 10, bytesReceived: 10, failure })
  }
  for (let count = 0; count < ok; count += 1) record(undefined)
  for (const { text, count, fromServer = true } of failures) {
    const failure: Failure = { cause: 'status', text, fromServer, headers: {}, body: text, connection: undefined }
    for (let times = 0; times < count; times += 1) record(failure)
  }
  for (const ms of lateMs) recorder.generator.late(ms)
  recorder.take(10_000)
  return { ...recorder.total(), fromMs: 0, toMs: 10_000 }
}

/** Every count that is not given is 0, those that will be added later included. */
function filled<Counts extends object>(given: Partial<Counts>): Counts {
  return new Proxy(given, { get: (counts, key) => Reflect.get(counts, key) ?? 0 }) as Counts
}
