import { deriveSeed } from '@loadrun/random'
import { describe, expect, test } from 'vitest'
import { serverProfiles } from '../defaults/server-profiles.ts'
import type { LimitedServerPlan } from '../plan/limited-server.ts'
import type { MiddlewarePlan } from '../plan/middleware.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { RequestStep } from '../plan/step.ts'
import type { ToxicsPlan } from '../plan/toxics.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

const load = 'executor: constant-vus, duration: 1s'
const steps = 'steps: [{ get: / }]'

function withServer(keys: string): string {
  return `topology: { server: { kind: limited-server, concurrency: 10, ${keys} } }\ntarget: server\nscenarios: { a: { ${load}, ${steps} } }`
}

function withMiddleware(keys: string): string {
  return `topology: { mw: { kind: middleware, ${keys} } }\ntarget: mw\nscenarios: { a: { ${load}, ${steps} } }`
}

function withScenario(keys: string): string {
  return `target: http://127.0.0.1:1\nscenarios: { a: { ${keys} } }`
}

const server = (keys: string) => planOf(withServer(keys)).topology[0] as LimitedServerPlan
const middleware = (keys: string) => planOf(withMiddleware(keys)).topology[0] as MiddlewarePlan
const scenario = (keys: string) => planOf(withScenario(`${keys}, ${steps}`)).scenarios[0] as Scenario
const step = (keys: string) =>
  planOf(withScenario(`${load}, steps: [{ ${keys} }]`)).scenarios[0]?.steps[0] as RequestStep

describe('latency', () => {
  test.each([
    ['200ms', { kind: 'fixed', ms: 200 }],
    ['{ fixed: 200ms }', { kind: 'fixed', ms: 200 }],
    ['{ fixed: 0s }', { kind: 'fixed', ms: 0 }],
    ['{ uniform: [100ms, 300ms] }', { kind: 'uniform', lowMs: 100, highMs: 300 }],
    ['{ exponential: 100ms }', { kind: 'exponential', meanMs: 100 }],
    ['{ normal: [500ms, 50ms] }', { kind: 'normal', meanMs: 500, deviationMs: 50 }],
    ['{ lognormal: [80ms, 0.5] }', { kind: 'lognormal', medianMs: 80, sigma: 0.5 }],
    [
      '[{ weight: 3, fixed: 1s }, { weight: 0.5, exponential: 2s }]',
      {
        kind: 'mixture',
        parts: [
          { weight: 3, of: { kind: 'fixed', ms: 1000 } },
          { weight: 0.5, of: { kind: 'exponential', meanMs: 2000 } },
        ],
      },
    ],
    [
      '{ mixture: [{ weight: 1, fixed: 1s }] }',
      { kind: 'mixture', parts: [{ weight: 1, of: { kind: 'fixed', ms: 1000 } }] },
    ],
  ])('%s is one distribution from the start on', (written, distribution) => {
    expect(server(`latency: ${written}`).latency).toEqual({ phases: [{ fromMs: 0, distribution }] })
  })

  test('can have a profile over time', () => {
    const written = '{ profile: [{ from: 0s, fixed: 1s }, { from: 20s, mixture: [{ weight: 1, fixed: 2s }] }] }'
    expect(server(`latency: ${written}`).latency.phases).toEqual([
      { fromMs: 0, distribution: { kind: 'fixed', ms: 1000 } },
      { fromMs: 20_000, distribution: { kind: 'mixture', parts: [{ weight: 1, of: { kind: 'fixed', ms: 2000 } }] } },
    ])
  })

  test.each([
    ['200', 'a duration such as 200ms'],
    ['fast', 'a duration with its unit'],
    ['{ uniform: [300ms, 100ms] }', 'the shorter duration first'],
    ['{ uniform: [300ms] }', 'two durations, [shortest, longest]'],
    ['{ uniform: 5s }', 'two durations, [shortest, longest]'],
    ['{ exponential: 0s }', 'a duration above zero'],
    ['{ normal: [1s, 1] }', 'a duration with its unit'],
    ['{ lognormal: [80ms, -1] }', 'a number from 0'],
    ['{}', 'exactly one of fixed, uniform, exponential, normal, lognormal, mixture, profile'],
    ['{ fixed: 1s, uniform: [1s, 2s] }', 'exactly one of'],
    ['[]', 'at least one { weight, … }'],
    ['[{ fixed: 1s }]', 'weight is missing'],
    ['[{ weight: 0, fixed: 1s }]', 'a number above zero'],
    ['[{ weight: 1 }]', 'exactly one of'],
    ['{ profile: [] }', 'at least one { from, … }'],
    ['{ profile: [{ from: 1s, fixed: 1s }] }', '0s for the first'],
    ['{ profile: [{ from: 0s, fixed: 1s }, { from: 0s, fixed: 1s }] }', 'a later moment than the one before'],
    ['{ gaussian: [1s, 1s] }', 'has no key `gaussian`'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(withServer(`latency: ${written}`))).toContain(complaint)
  })
})

describe('limited-server', () => {
  test('answers at once, goes on when clients go, and listens on 16 addresses where nothing is said', () => {
    expect(server('')).toMatchObject({
      latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 0 } }] },
      work: undefined,
      onDisconnect: 'continue',
      idleTimeoutMs: undefined,
      readTimeoutMs: undefined,
      addresses: 16,
      port: undefined,
    })
  })

  test('listens on one address where only one can be relied on', () => {
    expect(planOf(withServer(''), { platform: 'darwin' }).topology[0]).toMatchObject({ addresses: 1 })
  })

  test('takes all its options', () => {
    const written =
      'work: { parallel: 25, service: { exponential: 100ms } }, idleTimeout: 10s, readTimeout: none, addresses: 2, port: 8080, seed: 9, onDisconnect: abort'
    expect(server(written)).toMatchObject({
      work: { parallel: 25, service: { kind: 'exponential', meanMs: 100 } },
      idleTimeoutMs: 10_000,
      readTimeoutMs: undefined,
      addresses: 2,
      port: 8080,
      seed: 9,
      onDisconnect: 'abort',
    })
  })

  test('takes the options of its limit, of its connections and of its requests', () => {
    const written =
      "limit: requests, queue: 100, queueTimeout: 2s, maxConnections: 500, acceptCount: 10, maxConnsPerIP: 20, maxRequestsPerConn: 5, disableKeepalive: true, maxRequestBodySize: 1MiB, readBufferSize: 16KiB, sleepWhenLimited: 100ms, writeTimeout: 10s, handlerTimeout: { after: 2s, status: 503, text: late }, getOnly: true, refusal: { status: 429, text: busy, headers: { Content-Type: application/json, retry-after: '1' } }"
    expect(server(written)).toMatchObject({
      profile: 'fasthttp',
      limit: 'requests',
      concurrency: 10,
      queue: 100,
      queueTimeoutMs: 2000,
      maxConnections: 500,
      acceptCount: 10,
      maxConnectionsPerIp: 20,
      maxRequestsPerConnection: 5,
      disableKeepalive: true,
      maxRequestBodyBytes: 1024 * 1024,
      readBufferBytes: 16 * 1024,
      sleepWhenLimitedMs: 100,
      writeTimeoutMs: 10_000,
      handlerTimeout: { afterMs: 2000, status: 503, text: 'late' },
      getOnly: true,
      refusal: {
        kind: 'response',
        status: 429,
        text: 'busy',
        contentType: 'application/json',
        headers: { 'retry-after': '1' },
      },
    })
  })

  test('answers for late handlers with 408 where it says only how late', () => {
    expect(server('handlerTimeout: 2s').handlerTimeout).toEqual({ afterMs: 2000, status: 408, text: 'handler timeout' })
    expect(server('handlerTimeout: none').handlerTimeout).toBeUndefined()
  })

  test('takes after fasthttp where no profile is named', () => {
    expect(server('')).toEqual(server('profile: fasthttp'))
  })

  test.each(['fasthttp', 'go-net-http', 'tomcat', 'node-http'] as const)(
    'is as %s is where nothing else is said',
    (profile) => {
      const text = withServer(`profile: ${profile}`).replace('concurrency: 10, ', '')
      expect(planOf(text).topology[0]).toMatchObject(serverProfiles[profile])
    },
  )

  test('goes by its own keys over its profile’s', () => {
    expect(server('profile: tomcat, queue: 20, maxConnections: none, idleTimeout: 5s, refusal: reset')).toMatchObject({
      limit: 'requests',
      concurrency: 10,
      queue: 20,
      maxConnections: undefined,
      idleTimeoutMs: 5000,
      readTimeoutMs: 60_000,
      refusal: { kind: 'reset' },
    })
    expect(server('profile: tomcat, limit: connections')).toMatchObject({ maxConnections: undefined })
    const unlimited = withServer('').replace('concurrency: 10', 'concurrency: none')
    expect(planOf(unlimited).topology[0]).toMatchObject({ concurrency: undefined })
  })

  test.each([
    ['', 'topology.server.concurrency is missing'],
    ['profile: nginx-limit-conn', 'topology.server.concurrency is missing'],
    ['profile: apache', 'one of fasthttp, go-net-http'],
  ])('wants to know its limit: %s', (keys, complaint) => {
    const text = withServer(keys).replace('concurrency: 10, ', '')
    expect(complaintsAbout(text)).toContain(complaint)
  })

  test('has a seed of its own that follows from the file’s', () => {
    const seeds = ['seed: 1', 'seed: 2'].map((seed) => planOf(`${withServer('')}\n${seed}`).topology[0])
    expect(seeds[0]).not.toEqual(seeds[1])
    expect(planOf(`${withServer('')}\nseed: 1`).topology[0]).toEqual(seeds[0])
  })

  test.each([
    ['work: { parallel: 0, service: 1s }', 'a whole number from 1 to 1000000'],
    ['work: { parallel: 1 }', 'service is missing'],
    ['work: { parallel: 1, service: { profile: [] } }', 'has no key `profile`'],
    ['port: 65536', 'a whole number from 1 to 65535'],
    ['idleTimeout: 0s', 'none, or a duration above zero'],
    ['onDisconnect: stop', 'one of continue, abort'],
    ['addresses: 255', 'a whole number from 1 to 254'],
    ['queue: -1', 'none, or a whole number from 0 to 1000000'],
    ['queueTimeout: 1s', 'a queue to wait in beside it'],
    ['maxConnections: 5', 'limit: requests beside it'],
    ['limit: requests, acceptCount: 5', 'a number of maxConnections beside it'],
    ['refusal: hang', 'close, reset, or a response such as { status: 503, text: busy }'],
    ['refusal: { status: 200 }', 'a whole number from 400 to 599'],
    ['refusal: { text: busy }', 'status is missing'],
    ['refusal: { status: 503, headers: { Server: mine } }', 'a header that the server does not write itself'],
    ['maxRequestBodySize: 4TB', 'none, or a size up to 2GiB, such as 4MiB or 65536'],
    ['readBufferSize: 2MiB', 'a size from 128B to 1MiB'],
    ['sleepWhenLimited: 100', 'a duration with its unit'],
    ['writeTimeout: 100', 'none, or a duration above zero with its unit'],
    ['handlerTimeout: { status: 503 }', 'after is missing'],
    ['handlerTimeout: 100', 'none, a duration with its unit, such as 2s'],
    ['timeout: 1s', 'has no key `timeout`'],
    ['seed: 1.5', 'a whole number'],
  ])('cannot have %s', (written, complaint) => {
    expect(complaintsAbout(withServer(written))).toContain(complaint)
  })
})

describe('middleware', () => {
  test('sends one request upstream, waits for ever and keeps connections where nothing is said', () => {
    expect(middleware('upstream: http://127.0.0.1:8080/api/')).toMatchObject({
      upstream: { kind: 'url', url: 'http://127.0.0.1:8080/api' },
      fanout: 1,
      order: 'parallel',
      timeoutMs: undefined,
      connections: 'keep-alive',
      maxSockets: undefined,
      port: undefined,
    })
  })

  test('takes all its options', () => {
    expect(
      middleware(
        'upstream: "https://a.example", fanout: 3, order: sequence, timeout: 1s, connections: close, maxSockets: 50',
      ),
    ).toMatchObject({ fanout: 3, order: 'sequence', timeoutMs: 1000, connections: 'close', maxSockets: 50 })
  })

  test.each([
    ['upstream: mv', 'did you mean `mw`?'],
    ['upstream: mw', 'Requests would go round for ever: mw → mw'],
    ['upstream: ftp://x', 'a URL that starts with http:// or https://'],
    ['upstream: "http://me:secret@x"', 'a URL that starts with http:// or https://'],
    ['upstream: 127.0.0.1:80', 'a URL that starts with http:// or https://'],
    ['fanout: 2', 'topology.mw.upstream is missing'],
    ['upstream: http://x, fanout: 0', 'a whole number from 1 to 1000'],
    ['upstream: http://x, maxSockets: 0', 'none, or a whole number from 1'],
    ['upstream: http://x, maxSockets: all', 'none, or a whole number from 1'],
    ['upstream: http://x, connections: keepalive', 'did you mean `keep-alive`?'],
    ['upstream: http://x, order: serial', 'one of parallel, sequence'],
  ])('cannot have %s', (written, complaint) => {
    expect(complaintsAbout(withMiddleware(written))).toContain(complaint)
  })
})

describe('toxics', () => {
  const withToxics = (keys: string) =>
    `topology: { wire: { kind: toxics, upstream: http://127.0.0.1:1, ${keys} } }\ntarget: wire\nscenarios: { a: { ${load}, ${steps} } }`
  const toxics = (keys: string) => planOf(withToxics(keys)).topology[0] as ToxicsPlan
  const always = { fromMs: 0, toMs: undefined }
  const allBack = { stream: 'downstream', toxicity: 1, ...always }

  test('pass everything on unless something is said', () => {
    expect(toxics('')).toEqual({
      kind: 'toxics',
      name: 'wire',
      upstream: { kind: 'url', url: 'http://127.0.0.1:1' },
      toxics: [],
      host: '127.0.0.1',
      addresses: 16,
      port: undefined,
      seed: deriveSeed(1, 'tier wire'),
    })
  })

  test('listen where they are told to', () => {
    expect(toxics('host: 10.0.0.5')).toMatchObject({ host: '10.0.0.5', addresses: 1 })
    expect(toxics('host: 127.0.0.9, addresses: 3')).toMatchObject({ host: '127.0.0.9', addresses: 3 })
    expect(complaintsAbout(withToxics('host: wire'))).toContain('wanted: an IP address of this host')
    expect(complaintsAbout(withToxics('host: 0.0.0.0, addresses: 2'))).toContain('an IPv4 address to count up from')
  })

  test.each([
    ['type: latency, latency: 100ms', { type: 'latency', latencyMs: 100, jitterMs: 0, ...allBack }],
    ['type: latency, latency: 1s, jitter: 20ms', { type: 'latency', latencyMs: 1000, jitterMs: 20, ...allBack }],
    ['type: bandwidth, rate: 64KB/s', { type: 'bandwidth', bytesPerSecond: 64_000, ...allBack }],
    [
      'type: slicer, averageSize: 1KiB',
      { type: 'slicer', averageBytes: 1024, variationBytes: 0, delayMs: 0, ...allBack },
    ],
    [
      'type: slicer, averageSize: 100B, sizeVariation: 20B, delay: 1ms',
      { type: 'slicer', averageBytes: 100, variationBytes: 20, delayMs: 1, ...allBack },
    ],
    ['type: slow_close, delay: 2s', { type: 'slow_close', delayMs: 2000, ...allBack }],
    ['type: stall', { type: 'stall', ...allBack }],
    ['type: timeout', { type: 'timeout', timeoutMs: undefined, ...allBack }],
    ['type: timeout, timeout: 5s', { type: 'timeout', timeoutMs: 5000, ...allBack }],
    ['type: reset_peer', { type: 'reset_peer', timeoutMs: 0, ...allBack }],
    ['type: reset_peer, timeout: 0ms', { type: 'reset_peer', timeoutMs: 0, ...allBack }],
    ['type: limit_data, bytes: 10KB', { type: 'limit_data', bytes: 10_000, ...allBack }],
    ['type: down', { type: 'down', ...always }],
    ['type: down, from: 5s, to: 7s', { type: 'down', fromMs: 5000, toMs: 7000 }],
    [
      'type: stall, stream: upstream, toxicity: 10%, from: 5s, to: none',
      { type: 'stall', stream: 'upstream', toxicity: 0.1, fromMs: 5000, toMs: undefined },
    ],
    ['type: stall, toxicity: 0.25', { type: 'stall', ...allBack, toxicity: 0.25 }],
  ])('can be %s', (written, plan) => {
    expect(toxics(`toxics: [{ ${written} }]`).toxics).toEqual([plan])
  })

  test.each([
    ['type: lag', 'one of latency, bandwidth, slicer, slow_close, stall, timeout, reset_peer, limit_data, down'],
    ['latency: 100ms', 'one of latency, bandwidth'],
    ['type: latency', 'topology.wire.toxics.0.latency is missing'],
    ['type: latency, latency: 100', 'a duration with its unit'],
    ['type: latency, latency: 1s, stream: both', 'one of upstream, downstream'],
    ['type: latency, latency: 1s, toxicity: 110%', 'a share from 0 to 100%'],
    ['type: latency, latency: 1s, toxicity: often', 'a share from 0 to 100%'],
    ['type: bandwidth, rate: 64KB', 'a rate above zero, such as 64KB/s'],
    ['type: bandwidth, rate: 0B/s', 'a rate above zero'],
    ['type: slicer, averageSize: 100B, sizeVariation: 100B', 'less than averageSize'],
    ['type: slicer, average_size: 100B', 'did you mean `averageSize`?'],
    ['type: limit_data, bytes: 0B', 'a size above zero'],
    ['type: down, toxicity: 50%', 'has no key `toxicity`'],
    ['type: stall, from: 5s, to: 5s', 'a later moment than `from`'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(withToxics(`toxics: [{ ${written} }]`))).toContain(complaint)
  })

  test.each(['https://127.0.0.1:1', 'http://127.0.0.1:1/api'])('cannot pass bytes on to %s', (upstream) => {
    const text = withToxics('').replace('http://127.0.0.1:1', upstream)
    expect(complaintsAbout(text)).toContain('without a path')
  })

  test('stand between the tiers they name, and are started in that order', () => {
    const text = withToxics('').replace(
      'wire: { kind: toxics, upstream: http://127.0.0.1:1,  }',
      'mw: { kind: middleware, upstream: wire }, wire: { kind: toxics, upstream: s }, s: { kind: limited-server, concurrency: 1 }',
    )
    expect(planOf(text).topology.map(({ name }) => name)).toEqual(['s', 'wire', 'mw'])
    expect(complaintsAbout(text.replace('upstream: s ', 'upstream: mw '))).toContain('Requests would go round for ever')
  })
})

describe('topology', () => {
  test('starts a tier after the one it sends requests to, whatever the order of the file', () => {
    const plan = planOf(`
topology:
  edge: { kind: middleware, upstream: middle }
  middle: { kind: middleware, upstream: server }
  aside: { kind: middleware, upstream: server }
  server: { kind: limited-server, concurrency: 1 }
target: edge
scenarios: { a: { ${load}, ${steps} } }
`)
    expect(plan.topology.map(({ name }) => name)).toEqual(['server', 'middle', 'edge', 'aside'])
  })

  test('cannot lead in a circle, and each circle is told once', () => {
    const complaints = complaintsAbout(`
topology:
  in: { kind: middleware, upstream: a }
  a: { kind: middleware, upstream: b }
  b: { kind: middleware, upstream: a }
target: in
scenarios: { a: { ${load}, ${steps} } }
`)
    expect(complaints.match(/Requests would go round for ever: a → b → a/g)).toHaveLength(1)
  })

  test.each(['1a', 'a.b', 'a b', 'ü', `${'a'.repeat(65)}`])('cannot have a tier named %s', (name) => {
    const text = `topology: { "${name}": { kind: limited-server, concurrency: 1 } }\n${withScenario(`${load}, ${steps}`)}`
    expect(complaintsAbout(text)).toContain('cannot be a name here')
  })
})

describe('scenarios', () => {
  test('have k6’s defaults', () => {
    expect(scenario(load)).toMatchObject({
      startMs: 0,
      gracefulStopMs: 30_000,
      requestTimeoutMs: 60_000,
      load: { executor: 'constant-vus', vus: 1, durationMs: 1000 },
    })
    expect(scenario('executor: ramping-vus, stages: [{ duration: 1s, target: 5 }]').load).toEqual({
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [{ durationMs: 1000, targetVUs: 5 }],
      gracefulRampDownMs: 30_000,
    })
    expect(scenario('executor: ramping-arrival-rate, stages: [{ duration: 1m, target: 600/m }]').load).toMatchObject({
      startRatePerSecond: 0,
      stages: [{ durationMs: 60_000, targetPerSecond: 10 }],
      arrivals: 'uniform',
    })
  })

  test('keep connections for all users together, unless they say otherwise', () => {
    expect(scenario(load)).toMatchObject({ client: 'wire', connections: { kind: 'shared', maxSockets: undefined } })
    expect(scenario(`${load}, client: undici`).client).toBe('undici')
    expect(scenario(`${load}, connections: per-vu`).connections).toEqual({ kind: 'per-vu' })
    expect(scenario(`${load}, connections: new, close: client, maxSockets: 7`).connections).toEqual({
      kind: 'new',
      closedBy: 'client',
      maxSockets: 7,
    })
  })

  test.each([
    ['close: client', '`connections: new` beside it'],
    ['connections: per-vu, maxSockets: 3', '`connections: shared` or `new` beside it'],
    ['connections: pooled', 'one of shared, per-vu, new'],
  ])('cannot have %s', (written, complaint) => {
    expect(complaintsAbout(withScenario(`${load}, ${written}, ${steps}`))).toContain(complaint)
  })

  test('can be so many iterations, shared or of each user', () => {
    expect(scenario('executor: shared-iterations').load).toEqual({
      executor: 'shared-iterations',
      vus: 1,
      iterations: 1,
      maxDurationMs: 600_000,
    })
    expect(scenario('executor: per-vu-iterations, vus: 3, iterations: 2, maxDuration: 5s').load).toEqual({
      executor: 'per-vu-iterations',
      vus: 3,
      iterations: 2,
      maxDurationMs: 5000,
    })
  })

  test('can climb a staircase of rates', () => {
    const written = 'executor: staircase-arrival-rate, startRate: 10/s, increase: 600/m, levels: 5, levelDuration: 30s'
    expect(scenario(written).load).toEqual({
      executor: 'staircase-arrival-rate',
      startRatePerSecond: 10,
      increasePerSecond: 10,
      levels: 5,
      levelDurationMs: 30_000,
      arrivals: 'uniform',
      maxVUs: 4500,
    })
  })

  test.each([
    ['rate: 10, timeout: 10s', 150],
    ['rate: 10, timeout: 100ms', 100],
    ['rate: 10', 900],
    ['rate: 10000', 20_000],
    ['rate: 10, maxVUs: 3', 3],
  ])('of an open load with %s has at most %d users at once', (written, maxVUs) => {
    expect(scenario(`executor: constant-arrival-rate, duration: 1s, ${written}`).load).toMatchObject({ maxVUs })
  })

  test.each([
    [`executor: constant-arrival-rate, rate: 0, duration: 1s, ${steps}`, 'a rate above zero'],
    [`executor: constant-arrival-rate, rate: -5, duration: 1s, ${steps}`, 'a rate above zero'],
    [`executor: constant-arrival-rate, rate: 5/d, duration: 1s, ${steps}`, 'such as 150/s or 9000/m'],
    [`executor: constant-arrival-rate, rate: 5, duration: 0s, ${steps}`, 'a duration above zero'],
    [`executor: constant-arrival-rate, rate: 5, duration: 10, ${steps}`, 'with its unit, such as 250ms, 5s or 1m30s'],
    [`executor: constant-arrival-rate, ${steps}`, 'rate is missing'],
    [`executor: constant-arrivalrate, ${steps}`, 'did you mean `constant-arrival-rate`?'],
    [steps, 'executor is missing'],
    [`executor: ramping-arrival-rate, stages: [], ${steps}`, 'at least one { duration, target }'],
    [`executor: ramping-arrival-rate, stages: [{ duration: 0s, target: 1 }], ${steps}`, 'a stage that takes time'],
    [`executor: ramping-arrival-rate, stages: [{ duration: 5s, target: 0 }], ${steps}`, 'never sends anything'],
    [`executor: ramping-vus, startVUs: 0, stages: [{ duration: 5s, target: 0 }], ${steps}`, 'never sends anything'],
    [`executor: constant-vus, vus: 0, duration: 1s, ${steps}`, 'a whole number from 1'],
    [`executor: constant-vus, duration: 1s, rate: 5, ${steps}`, 'has no key `rate`'],
    [`executor: shared-iterations, vus: 5, iterations: 4, ${steps}`, 'as many iterations as there are `vus`, or more'],
    [`executor: per-vu-iterations, iterations: 0, ${steps}`, 'a whole number from 1 to 1000000000'],
    [`executor: per-vu-iterations, maxDuration: 0s, ${steps}`, 'a duration above zero'],
    [
      `executor: staircase-arrival-rate, startRate: 1, increase: 900000, levels: 3, levelDuration: 1s, ${steps}`,
      'a highest level up to 1000000/s',
    ],
    [`${load}, steps: []`, 'at least one step'],
    [`${load}, timeout: none, ${steps}`, 'a duration above zero'],
    [`${load}, preAllocatedVUs: 5, ${steps}`, 'users are made when they are needed, up to maxVUs'],
  ])('cannot be { %s }', (written, complaint) => {
    expect(complaintsAbout(withScenario(written))).toContain(complaint)
  })
})

describe('steps', () => {
  test('can compress their bodies', () => {
    expect(step('post: /, body: x, compress: gzip')).toMatchObject({
      compress: ['gzip'],
      headers: { 'content-encoding': 'gzip' },
    })
    expect(step('post: /, body: x, compress: [deflate, br]').headers).toEqual({ 'content-encoding': 'deflate, br' })
    const complaints = (keys: string) => complaintsAbout(withScenario(`${load}, steps: [{ ${keys} }]`))
    expect(complaints('post: /, compress: gzip')).toContain('one of body, json, form, multipart beside it')
    expect(complaints('post: /, body: x, compress: lzma')).toContain('one of gzip, deflate, br, zstd')
    expect(complaints('post: /, body: x, compress: gzip, headers: { Content-Encoding: br }')).toContain('not both')
  })

  test('can have a patience of their own, which the users of an open load are planned for', () => {
    expect(step('get: /').timeoutMs).toBeUndefined()
    expect(step('get: /, timeout: 200ms').timeoutMs).toBe(200)
    const open = planOf(
      withScenario(
        'executor: constant-arrival-rate, rate: 100/s, duration: 1s, timeout: 1s, steps: [{ get: /, timeout: 5s }, { get: / }]',
      ),
    )
    expect(open.scenarios[0]?.load).toMatchObject({ maxVUs: 900 })
    expect(complaintsAbout(withScenario(`${load}, steps: [{ get: /, timeout: 0s }]`))).toContain(
      'a duration above zero',
    )
  })

  test('are called by method and path unless they have a name', () => {
    expect(step('delete: /a')).toMatchObject({ name: 'DELETE /a', method: 'DELETE', url: '/a' })
    expect(step('get: /a, name: list')).toMatchObject({ name: 'list', method: 'GET' })
  })

  test('send JSON with its content type, unless they say another', () => {
    expect(step('post: /a, json: { b: [1, null] }')).toMatchObject({
      body: '{"b":[1,null]}',
      headers: { 'content-type': 'application/json' },
    })
    expect(step('post: /a, json: null').body).toBe('null')
    expect(step('post: /a, json: 1, headers: { Content-Type: text/x }').headers).toEqual({ 'Content-Type': 'text/x' })
    expect(step('post: /a, body: text')).toMatchObject({ body: 'text', headers: {} })
  })

  test.each([
    ['200', [200]],
    ['[200, 404]', [200, 404]],
    ['[200, 200]', [200]],
  ])('expect status %s', (written, statuses) => {
    expect(step(`get: /, expect: { status: ${written} }`).expectStatus).toEqual(statuses)
  })

  test('expect any status of a class', () => {
    const { expectStatus } = step('get: /, expect: { status: [2xx, 404] }')
    expect(expectStatus).toHaveLength(101)
    expect([expectStatus[0], expectStatus[99], expectStatus[100]]).toEqual([200, 299, 404])
  })

  test('write what a request line cannot hold in percent', () => {
    expect(step('get: /süß?q=%20ü').url).toBe('/s%C3%BC%C3%9F?q=%20%C3%BC')
    expect(step('get: "http://x.example/ü"').url).toBe('http://x.example/%C3%BC')
  })

  test.each([
    ['get: search', 'a path that starts with /'],
    ['get: "/a b"', 'a path that starts with /'],
    ['get: "/a#b"', 'a path that starts with /'],
    ['get: "ftp://x"', 'a path that starts with /'],
    ['get: ', 'steps.0.get is empty'],
    ['get: /, post: /', 'exactly one of get, post'],
    ['name: x', 'exactly one of get, post'],
    ['post: /, body: x, json: 1', 'one of body, json, form, multipart, not several'],
    ['post: /, body: { a: 1 }', 'steps.0.body.file is missing'],
    ['get: /, expect: { status: 600 }', 'a status from 100 to 599'],
    ['get: /, expect: { status: [] }', 'at least one status'],
    ['get: /, expect: { headers: { etag: 5 } }', 'text, true or false, or { matches: a regular expression }'],
    ['get: /, expect: { headers: { etag: { matches: "(" } } }', 'a regular expression'],
    ['get: /, expect: { present: id }', 'a JSONPath such as $.items[0].id'],
    ['get: /, expect: { status: 6xx }', 'a class such as 2xx'],
    ['get: /, expect: { sttaus: 200 }', 'did you mean `status`?'],
    ['get: /, headers: { a: 5 }', 'text; quote numbers'],
    ['get: /, headers: { "a b": x }', 'a header name'],
    ['get: /, headers: { Content-Length: "5" }', 'a header that the client does not write itself'],
    ['get: /, headers: { a: "x\\r\\ny: z" }', 'text in one line'],
    ['get: /, headers: { a: x, A: y }', 'each header once'],
    ['get: /, url: /x', 'write the method as the key: get: /path'],
  ])('cannot be { %s }', (written, complaint) => {
    expect(complaintsAbout(withScenario(`${load}, steps: [{ ${written} }]`))).toContain(complaint)
  })
})

describe('the rest of a file', () => {
  test.each([
    ['sockets: { every: 50ms }', 'a duration from 100ms'],
    ['sockets: 5', '{ every: 1s }, or false'],
    ['sockets: true', '{ every: 1s }, or false'],
    ['seed: many', 'a whole number'],
    ['workers: 0', 'a whole number from 1 to 256'],
    ['name: ../x', 'a name of letters'],
    ['topology:', 'topology is empty'],
    ['thresholds: { http_req_failed: [] }', 'at least one expression'],
    ['thresholds: { http_req_fialed: rate < 1% }', 'did you mean `http_req_failed`?'],
    ['thresholds: { http_req_failed: p(95) < 1s }', 'rate, then <'],
    ['thresholds: { "http_req_failed{scenario:nobody}": rate < 1% }', 'There is no scenario `nobody`'],
    ['thresholds: { "http_req_failed{page:search}": rate < 1% }', 'There is no tag `page`'],
    ['thresholds: { "sockets{tier:nothing,state:TIME_WAIT}": max < 1 }', 'There is no tier `nothing`'],
    ['thresholds: { "iterations{step:/}": count > 1 }', 'scenario:browse (may be left out)'],
    ['thresholds: { http_reqs: { threshold: count > 1, abortOnFial: true } }', 'did you mean `abortOnFail`?'],
    [
      'thresholds: { "tier{name:server,count:rejected}": [{ threshold: max < 1, abortOnFail: true }] }',
      'abortOnFail with',
    ],
    ['variants: {}', 'at least one variant'],
    ['variants: { a: { expect: never } }', 'one of pass, fail'],
    ['variants: { a: 5 }', 'variants.a cannot be 5'],
    ['variants: { "a b": {} }', 'cannot be a name here'],
  ])('cannot have %s', (written, complaint) => {
    expect(complaintsAbout(`${withScenario(`${load}, ${steps}`)}\n${written}`)).toContain(complaint)
  })

  test('sockets are observed every second unless something else is said', () => {
    const text = withScenario(`${load}, ${steps}`)
    expect(planOf(text).sockets).toEqual({ everyMs: 1000 })
    expect(planOf(`${text}\nsockets: {}`).sockets).toEqual({ everyMs: 1000 })
    expect(planOf(`${text}\nsockets: { every: 500ms }`).sockets).toEqual({ everyMs: 500 })
    expect(planOf(`${text}\nsockets: false`).sockets).toBeUndefined()
  })

  test.each([
    ['', 'target is missing'],
    ['target: ftp://x', 'the name of a tier, or a URL'],
    ['target: http://x/?a=b', 'the name of a tier, or a URL'],
    ['target: server', 'There is no tier `server` in topology'],
  ])('cannot have "%s" for a target', (written, complaint) => {
    expect(complaintsAbout(`${written}\nscenarios: { a: { ${load}, ${steps} } }`)).toContain(complaint)
  })
})
