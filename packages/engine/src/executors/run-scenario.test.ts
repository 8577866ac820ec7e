import { histogramOf, Recorder } from '@loadrun/metrics'
import { type Load, plainGet, plainScenario, type Scenario } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { type AnswerMs, VirtualClient } from '../testing/virtual-client.ts'
import { VirtualClock } from '../testing/virtual-clock.ts'
import { compileFlow } from '../users/flow.ts'
import { runScenario } from './run-scenario.ts'

const step = plainGet('/', { name: 'x' })

/** A scenario under way in virtual time, whose server answers each request after `answerMs`. */
function begin(load: Load, answerMs: AnswerMs, changes: Partial<Scenario> = {}, part = { worker: 0, workers: 1 }) {
  const clock = new VirtualClock()
  const client = new VirtualClient(clock, answerMs)
  const recorder = new Recorder()
  const abort = new AbortController()
  const scenario = plainScenario(load, { name: 's', gracefulStopMs: 100, steps: [step], ...changes })
  const flow = compileFlow(scenario, {
    targets: ['http://a'],
    clients: { hire: () => client, release: () => undefined },
    clock,
    recorder,
    onTime: () => undefined,
    part: { ...part, seed: 1 },
    data: { rowFor: () => ({}), bytesOf: () => Buffer.alloc(0) },
    startEpochMs: 0,
  })
  let endedMs: number | undefined
  void runScenario(scenario, flow, { ...part, seed: 1 }, { clock, signal: abort.signal }).then(() => {
    endedMs = clock.nowMs()
  })
  return {
    clock,
    client,
    abort,
    endedMs: () => endedMs,
    take: () => {
      const metrics = recorder.take(clock.nowMs())
      const { s } = metrics.scenarios
      if (s === undefined) throw new Error('Nothing was counted')
      return { s, generator: metrics.generator }
    },
    takeRequests: () => {
      const requests = recorder.take(clock.nowMs()).requests['s/x']
      if (requests === undefined) throw new Error('No request has ended')
      return requests
    },
  }
}

function rate(ratePerSecond: number, durationMs: number, maxVUs = 100): Load {
  return { executor: 'constant-arrival-rate', ratePerSecond, durationMs, arrivals: 'uniform', maxVUs }
}

describe('an open load', () => {
  test('sends each request when it is due, however slow the server is', async () => {
    const run = begin(rate(10, 1000), 5000, { gracefulStopMs: 60_000 })
    await run.clock.advanceTo(900)
    expect(run.client.sentAt).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900])
    expect(run.endedMs()).toBeUndefined()
    await run.clock.advanceTo(60_000)
    expect(run.endedMs()).toBe(5900)
  })

  test('drops what falls due while every user is busy, and goes on when one is free', async () => {
    const run = begin(rate(10, 1000, 2), 250)
    await run.clock.advanceTo(2000)
    expect(run.client.sentAt).toEqual([0, 100, 300, 400, 600, 700, 900])
    expect(run.take().s).toMatchObject({ planned: 10, started: 7, droppedIterations: 3, vusMax: 2 })
  })

  test('sends late arrivals at once, and counts their lateness in the response time', async () => {
    const run = begin(rate(10, 1000), 10)
    await run.clock.advanceTo(250)
    await run.clock.stallUntil(650)
    const { generator, s } = run.take()
    expect(run.client.sentAt).toEqual([0, 100, 200, 650, 650, 650, 650])
    expect(s.planned).toBe(7)
    expect(histogramOf(generator.lateness).maxMs).toBeCloseTo(350, -1)
    await run.clock.advanceTo(660)
    const requests = run.takeRequests()
    expect(requests.sent).toBe(4)
    expect(histogramOf(requests.ok.responseTime).maxMs).toBeGreaterThanOrEqual(360)
    expect(histogramOf(requests.ok.serviceTime).maxMs).toBeLessThan(11)
  })

  test('reports, at every percentile, what visitors waited for a server that stood still for a second', async () => {
    const delayMs = (sentMs: number) => (Math.round(sentMs) % 7) + (sentMs < 8999.5 ? 0 : 10_000 - sentMs)
    const run = begin(rate(100, 10_000, 1000), delayMs, { gracefulStopMs: 60_000 })
    await run.clock.advanceTo(12_000)
    const { ok } = run.takeRequests()
    const waitedMs = Array.from({ length: 1000 }, (_, arrival) => delayMs(arrival * 10)).sort((a, b) => a - b)
    expect(ok.count).toBe(1000)
    // Between two visitors, where rounding decides nothing.
    for (const percentile of [50.05, 75.05, 90.05, 95.05, 99.05, 99.95]) {
      const trueMs = waitedMs[Math.ceil((percentile / 100) * waitedMs.length) - 1] ?? Number.NaN
      const reportedMs = histogramOf(ok.responseTime).percentileMs(percentile)
      // Of two digits, as those of a second are.
      expect(Math.abs(reportedMs - trueMs), `p${percentile}`).toBeLessThanOrEqual(trueMs * 0.01 + 0.001)
    }
  })

  test('lasts until its end, though its last arrival is long over', async () => {
    const run = begin(rate(1, 1000), 10)
    await run.clock.advanceTo(5000)
    expect(run.endedMs()).toBe(1000)
  })

  test('interrupts what the graceful stop leaves over, and counts it', async () => {
    const run = begin(rate(10, 500), 450)
    await run.clock.advanceTo(5000)
    expect(run.endedMs()).toBe(600)
    expect(run.take().s).toMatchObject({ started: 5, iterations: 2, interruptedIterations: 3, vus: 0 })
  })

  test('ends at once when aborted', async () => {
    const run = begin(rate(10, 60_000), 450, { gracefulStopMs: 60_000 })
    await run.clock.advanceTo(1010)
    run.abort.abort()
    await run.clock.advanceTo(1011)
    expect(run.endedMs()).toBe(1010)
    expect(run.take().s).toMatchObject({ planned: 11, started: 11, interruptedIterations: 5 })
  })

  test('with fewer users than workers is carried by as many workers as it has users', async () => {
    const parts = [0, 1, 2].map((worker) => begin(rate(10, 1000, 2), 10, {}, { worker, workers: 3 }))
    for (const { clock } of parts) await clock.advanceTo(2000)
    expect(parts.map(({ client }) => client.sentAt.length)).toEqual([5, 5, 0])
  })

  test('waits for its start', async () => {
    const run = begin(rate(10, 200), 10, { startMs: 3000 })
    await run.clock.advanceTo(5000)
    expect(run.client.sentAt).toEqual([3000, 3100])
    expect(run.endedMs()).toBe(3200)
  })
})

describe('a closed load', () => {
  test('lets each user start over when he is through, and never sends more than that', async () => {
    const run = begin({ executor: 'constant-vus', vus: 2, durationMs: 1000 }, 300)
    await run.clock.advanceTo(5000)
    expect(run.client.sentAt).toEqual([0, 0, 300, 300, 600, 600, 900, 900])
    expect(run.endedMs()).toBe(1100)
    expect(run.take().s).toMatchObject({ started: 8, iterations: 6, interruptedIterations: 2, vusMax: 2, vus: 0 })
  })

  test('counts no lateness', async () => {
    const run = begin({ executor: 'constant-vus', vus: 2, durationMs: 1000 }, 300)
    await run.clock.advanceTo(5000)
    expect(histogramOf(run.take().generator.lateness).count).toBe(0)
  })

  const upAndDown = {
    executor: 'ramping-vus',
    startVUs: 0,
    stages: [
      { targetVUs: 4, durationMs: 400 },
      { targetVUs: 0, durationMs: 400 },
    ],
  } as const

  test('follows its ramp, each user finishing the iteration he is in', async () => {
    const run = begin({ ...upAndDown, gracefulRampDownMs: 1000 }, 100)
    await run.clock.advanceTo(5000)
    expect(run.client.sentAt.filter((sentMs) => sentMs <= 350)).toEqual([
      50, 150, 150, 250, 250, 250, 350, 350, 350, 350,
    ])
    expect(run.take().s).toMatchObject({ interruptedIterations: 0, vusMax: 4, vus: 0 })
  })

  test('interrupts users whom the ramp takes away and who take longer than they may', async () => {
    const run = begin({ ...upAndDown, gracefulRampDownMs: 50 }, 10_000, { gracefulStopMs: 0 })
    await run.clock.advanceTo(450)
    expect(run.take().s).toMatchObject({ vus: 4, interruptedIterations: 0 })
    await run.clock.advanceTo(500)
    expect(run.take().s).toMatchObject({ vus: 3, interruptedIterations: 1 })
    await run.clock.advanceTo(5000)
    expect(run.endedMs()).toBe(800)
  })

  test('keeps a user who is about to leave when he is wanted again', async () => {
    const stages = [
      { targetVUs: 0, durationMs: 0 },
      { targetVUs: 0, durationMs: 100 },
      { targetVUs: 1, durationMs: 0 },
      { targetVUs: 1, durationMs: 900 },
    ]
    const run = begin(
      {
        executor: 'ramping-vus',
        startVUs: 1,
        stages: [{ targetVUs: 1, durationMs: 50 }, ...stages],
        gracefulRampDownMs: 500,
      },
      400,
    )
    await run.clock.advanceTo(5000)
    expect(run.client.sentAt).toEqual([0, 400, 800])
  })

  test('ends at once when aborted', async () => {
    const run = begin({ executor: 'constant-vus', vus: 3, durationMs: 60_000 }, 300)
    await run.clock.advanceTo(1010)
    run.abort.abort()
    await run.clock.advanceTo(1011)
    expect(run.endedMs()).toBe(1010)
    expect(run.take().s).toMatchObject({ iterations: 9, interruptedIterations: 3, vus: 0 })
  })
})

describe('a load of iterations', () => {
  test('shared among its users ends when they are made', async () => {
    const run = begin({ executor: 'shared-iterations', vus: 2, iterations: 5, maxDurationMs: 60_000 }, 300)
    await run.clock.advanceTo(5000)
    expect(run.client.sentAt).toEqual([0, 0, 300, 300, 600])
    expect(run.endedMs()).toBe(900)
    expect(run.take().s).toMatchObject({ planned: 5, iterations: 5, droppedIterations: 0, vus: 0, vusMax: 2 })
  })

  test('of each user has every user make as many', async () => {
    const run = begin({ executor: 'per-vu-iterations', vus: 3, iterations: 2, maxDurationMs: 60_000 }, 300)
    await run.clock.advanceTo(5000)
    expect(run.client.sentAt).toEqual([0, 0, 0, 300, 300, 300])
    expect(run.endedMs()).toBe(600)
  })

  test('drops what is not begun when its time is up, and interrupts what the graceful stop leaves over', async () => {
    const run = begin({ executor: 'shared-iterations', vus: 2, iterations: 50, maxDurationMs: 700 }, 300)
    await run.clock.advanceTo(5000)
    expect(run.endedMs()).toBe(800)
    expect(run.take().s).toMatchObject({ planned: 50, started: 6, iterations: 4, interruptedIterations: 2 })
  })

  test('is split among workers without losing or doubling any', async () => {
    const load = { executor: 'shared-iterations', vus: 5, iterations: 17, maxDurationMs: 60_000 } as const
    const parts = [0, 1, 2].map((worker) => begin(load, 10, {}, { worker, workers: 3 }))
    for (const { clock } of parts) await clock.advanceTo(5000)
    expect(parts.map(({ client }) => client.sentAt.length)).toEqual([7, 7, 3])
  })

  test('ends at once when aborted', async () => {
    const run = begin({ executor: 'per-vu-iterations', vus: 2, iterations: 50, maxDurationMs: 60_000 }, 300)
    await run.clock.advanceTo(400)
    run.abort.abort()
    await run.clock.advanceTo(401)
    expect(run.endedMs()).toBe(400)
    expect(run.take().s).toMatchObject({ started: 4, interruptedIterations: 2, droppedIterations: 0 })
  })
})

describe('a user', () => {
  test('goes through the steps in order, and counts each from when he came to it', async () => {
    const steps = ['x', 'y'].map((name) => ({ ...step, name }))
    const run = begin(rate(1, 1000), 100, { steps })
    await run.clock.advanceTo(2000)
    expect(run.client.sentAt).toEqual([0, 100])
    expect(histogramOf(run.take().s.iterationDuration).maxMs).toBeCloseTo(200, -1)
  })
})
