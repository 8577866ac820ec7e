import { type HostObservation, type LegSample, type Measured, Recorder } from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { watchThresholds } from './watch.ts'

const seconds = 20

/** Ten requests a second to each of two steps. From second 10 to 14 `/slow` takes a second and fails. */
function measuredWith(thresholds: string): Measured {
  const plan = planWith(thresholds)
  const apart = plan.scenarios[0]?.apart?.statuses ?? []
  const recorder = new Recorder({ statusesOf: () => apart })
  const intervals = Array.from({ length: seconds }, (_, second) => {
    for (let request = 0; request < 10; request++) {
      for (const step of ['GET /fast', 'late / GET /slow']) {
        const isBad = step === 'late / GET /slow' && second >= 10 && second < 15
        const sentMs = second * 1000 + request * 50
        recorder.request('visitors', step).record({
          dueMs: sentMs,
          sentMs,
          startedMs: sentMs,
          firstByteMs: sentMs + 1,
          endMs: sentMs + (isBad ? 1000 : 10),
          status: isBad ? 500 : 200,
          setup: undefined,
          sendingMs: 0,
          bytesSent: 1,
          bytesReceived: 1,
          failure: isBad
            ? { cause: 'status', text: 'no', fromServer: true, headers: {}, body: 'no', connection: undefined }
            : undefined,
        })
      }
    }
    return recorder.take((second + 1) * 1000)
  })
  const legSample = (timeWait: number): LegSample => ({
    from: { TIME_WAIT: timeWait, ESTABLISHED: 5 },
    to: { ESTABLISHED: 5 },
    portsToBusiestDestination: 0,
  })
  const atSeconds = Array.from({ length: seconds }, (_, second) => (second + 1) * 1000)
  return {
    plan,
    host: { node: '', os: '', cpu: '', cores: 1 },
    startedAt: '2026-11-20T09:30:00.000Z',
    elapsedMs: seconds * 1000,
    interrupted: false,
    total: recorder.total(),
    intervals,
    sockets: {
      observed: true,
      everyMs: 1000,
      legs: [{ name: 'client → server', from: 'client', to: 'server', ports: [1] }],
      samples: atSeconds.map((atMs, place) => ({
        atMs,
        legs: { 'client → server': legSample(place * 100) },
        counters: {},
      })),
      portRange: { low: 1, high: 2 },
    },
    tiers: [],
    troubles: [],
  }
}

function planWith(thresholds: string) {
  const text = `
target: server
topology: { server: { kind: limited-server, concurrency: 10, latency: 1ms } }
observe: { db: { command: [ssh, db, ss, -tan] } }
scenarios:
  visitors: { executor: constant-vus, vus: 1, duration: ${seconds}s, tags: { team: shop }, steps: [{ get: /fast }, { group: late, tags: { page: slow }, steps: [{ get: /slow }] }] }
thresholds:
${thresholds.replace(/^/gm, '  ')}`
  const read = readScenario(text, { file: 'gate.yaml', cores: 2 })
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '))
  const [plan] = read.plans
  if (plan === undefined) throw new Error('there is no plan')
  return plan
}

describe('judge()', () => {
  test.each([
    ['http_req_failed: rate < 20%', 0.125, 'pass'],
    ['http_req_failed{step:/slow}: rate < 20%', 0.25, 'fail'],
    ['http_req_failed{step:GET /fast}: rate < 1%', 0, 'pass'],
    ['http_req_failed{scenario:visitors}: rate < 20%', 0.125, 'pass'],
    ['http_req_failed{step:/none}: rate < 20%', undefined, 'no-data'],
    ['http_req_failed{page:slow}: rate < 20%', 0.25, 'fail'],
    ['http_req_failed{team:shop, group:late}: rate < 20%', 0.25, 'fail'],
    ['http_reqs{team:shop}: count > 399', 400, 'pass'],
    ['http_req_failed{page:slow, step:/fast}: rate < 20%', undefined, 'no-data'],
    ['http_req_failed: rate < 20% over 5s', 0.5, 'fail'],
    ['http_req_failed{step:/slow}: rate < 100% over 10s', 0.5, 'pass'],
    ['http_reqs: rate > 15/s over 5s', 20, 'pass'],
    ['http_reqs{step:/slow}: count >= 50 over 5s', 50, 'pass'],
    ['http_req_failed: rate < 1% over 1m', undefined, 'no-data'],
    ['http_reqs: count > 399', 400, 'pass'],
    ['sockets{tier:client,state:TIME_WAIT}: max < 1000', 1900, 'fail'],
    ['sockets{tier:server,state:TIME_WAIT}: max < 1000', 0, 'pass'],
    ['sockets{state:ESTABLISHED}: med <= 10', 10, 'pass'],
    ['sockets{tier:client,state:TIME_WAIT}: avg < 100 over 2s', 1850, 'fail'],
    ['sockets{leg:elsewhere,state:TIME_WAIT}: max < 1', undefined, 'no-data'],
    ['tier{name:server,count:rejected}: max < 1', undefined, 'no-data'],
    ['lateness: max < 1', undefined, 'no-data'],
    ['http_req_duration{status:404}: max < 1s', undefined, 'no-data'],
    ['http_reqs{status:500}: count < 50', 50, 'fail'],
    ['http_reqs{status:4xx}: count <= 0', 0, 'pass'],
    ['http_reqs{expected_response:true}: count > 349', 350, 'pass'],
    ['http_reqs{method:GET}: count > 399', 400, 'pass'],
  ] as const)('holds %s against what was seen', (threshold, observed, status) => {
    expect(judge(measuredWith(threshold)).verdicts).toMatchObject([{ observed, status }])
  })

  test.each([
    ['http_req_duration{expected_response:true}: max < 12', 10, 'pass'],
    ['http_req_duration{expected_response:false}: min < 900', 1000, 'fail'],
    ['http_req_duration{status:200}: max < 12', 10, 'pass'],
    ['http_req_duration{status:5xx, page:slow}: min < 900 over 5s', 1000, 'fail'],
  ] as const)('holds %s against the times of what came out so', (threshold, nearMs, status) => {
    const [verdict] = judge(measuredWith(threshold)).verdicts
    expect(verdict?.status).toBe(status)
    // Histograms keep two digits of a second, and three of a run.
    expect((verdict?.observed ?? 0) / nearMs).toBeCloseTo(1, 1)
  })

  test.each([
    ['sockets{tier:db,state:TIME_WAIT}: max < 100', {}, 19, 'pass'],
    ['sockets{tier:db,state:TIME_WAIT}: max < 10 over 5s', {}, 19, 'fail'],
    ['sockets{tier:db,state:CLOSE_WAIT}: max < 10', {}, 0, 'pass'],
    ['sockets{tier:db,state:CLOSE_WAIT}: max < 10', { tells: ['TIME_WAIT'] }, undefined, 'no-data'],
    ['sockets{tier:db,state:TIME_WAIT}: max < 100', { due: 22 }, 19, 'pass'],
    ['sockets{tier:db,state:TIME_WAIT}: max < 100', { due: 23 }, undefined, 'no-data'],
    ['sockets{tier:db,state:TIME_WAIT}: max < 100', { samples: [] }, undefined, 'no-data'],
  ] as const)('holds %s against a host of the user’s own with %j', (threshold, rest, observed, status) => {
    const host: HostObservation = {
      name: 'db',
      source: 'ssh db ss -tan',
      everyMs: 1000,
      due: seconds,
      failures: [],
      samples: Array.from({ length: seconds }, (_, second) => ({
        atMs: 1000 * (second + 1),
        tookMs: 5,
        states: { TIME_WAIT: second },
        counters: {},
        gauges: {},
      })),
      ...rest,
    }
    const measured = { ...measuredWith(threshold), hosts: [host] }
    expect(judge(measured).verdicts).toMatchObject([{ observed, status }])
  })

  test('fails a run that a threshold ended, whatever its whole comes to', () => {
    const measured = measuredWith('http_req_failed: rate < 20%')
    const stopped = { ...measured, interrupted: true, stoppedBy: 'http_req_failed: rate < 20%' }
    expect(judge(stopped)).toMatchObject({ outcome: 'failed', verdicts: [{ status: 'fail' }] })
    expect(judge({ ...measured, interrupted: true }).outcome).toBe('interrupted')
  })
})

describe('watchThresholds()', () => {
  /** The second after which the run is ended. */
  function endOf(threshold: string): number | undefined {
    const { plan, intervals } = measuredWith(threshold)
    const watch = watchThresholds(plan)
    const second = intervals.findIndex((interval) => watch(interval) !== undefined)
    return second < 0 ? undefined : second + 1
  }

  test.each([
    ['http_req_failed: { threshold: rate < 10%, abortOnFail: true }', 13],
    ['http_req_failed: { threshold: rate < 10%, abortOnFail: true, delayAbortEval: 15s }', 15],
    ['http_req_failed: { threshold: rate < 40% over 2s, abortOnFail: true }', 12],
    ['http_req_failed: { threshold: rate < 1%, abortOnFail: false }', undefined],
    ['http_req_failed: rate < 1%', undefined],
    ['http_req_failed{step:/fast}: { threshold: rate < 1%, abortOnFail: true }', undefined],
    ['http_req_failed{step:/none}: { threshold: rate < 1%, abortOnFail: true }', undefined],
  ])('ends the run by %s after second %s', (threshold, second) => {
    expect(endOf(threshold)).toBe(second)
  })
})

describe('readScenario()', () => {
  test('knows in which line a threshold stands', () => {
    const plan = planWith('http_reqs:\n  - count > 1\n  - { threshold: rate > 1/s, abortOnFail: true }')
    expect(plan.thresholds.map(({ source, line }) => [source, line])).toEqual([
      ['http_reqs: count > 1', 9],
      ['http_reqs: rate > 1/s', 10],
    ])
  })
})
