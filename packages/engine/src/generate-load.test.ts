import type { IncomingMessage, ServerResponse } from 'node:http'
import { histogramOf, joinMetrics, type Metrics, summaryOf } from '@loadrun/metrics'
import { type Load, type Pacing, plainGet, plainScenario, type Scenario } from '@loadrun/plan'
import { afterEach, describe, expect, test } from 'vitest'
import { type GeneratedLoad, generateLoad, type LoadGiven } from './generate-load.ts'
import { type CountingServer, startServer } from './testing/counting-server.ts'

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<CountingServer> {
  const server = await startServer(answer)
  closings.push(server.close)
  return server
}

function scenario(load: Load, changes: Partial<Scenario> = {}): Scenario {
  const steps = [plainGet('/', { expectStatus: [200] })]
  return plainScenario(load, { name: 'visit', gracefulStopMs: 1000, requestTimeoutMs: 50_000, steps, ...changes })
}

function rate(ratePerSecond: number, durationMs: number, maxVUs = 1000): Load {
  return { executor: 'constant-arrival-rate', ratePerSecond, durationMs, arrivals: 'uniform', maxVUs }
}

function load(
  scenarios: readonly Scenario[],
  server: CountingServer,
  changes: Partial<LoadGiven> & { workers?: number; pacing?: Pacing } = {},
) {
  const { workers = 1, pacing = 'balanced', ...given } = changes
  return generateLoad(
    { seed: 1, pacing, workers, scenarios },
    {
      targets: [server.url],
      signal: new AbortController().signal,
      onStart: () => undefined,
      onInterval: () => undefined,
      ...given,
    },
  )
}

function visits({ total }: GeneratedLoad) {
  const { visit } = total.scenarios
  const requests = total.requests['visit/GET /']
  if (visit === undefined || requests === undefined) throw new Error('Nothing was counted')
  return { visit, requests }
}

/** Everything that must be the same in the total and in the sum of intervals: all but the histograms' last digit. */
function countsOf(metrics: Metrics): unknown {
  return JSON.parse(
    JSON.stringify({ ...metrics, generator: undefined }, (_key, value: unknown) =>
      typeof value === 'string' && value.startsWith('HISTF') ? histogramOf(value).count : value,
    ),
  )
}

describe('generateLoad()', () => {
  test('counts what the server counts, and loses nothing over two workers', async () => {
    const server = await serve((_request, response) => response.end('ok'))
    const heard: Metrics[] = []
    const result = await load([scenario(rate(200, 1500))], server, {
      workers: 2,
      onInterval: (each) => heard.push(each),
    })
    const { visit, requests } = visits(result)
    expect(result.troubles).toEqual([])
    expect(result.interrupted).toBe(false)
    expect(visit).toMatchObject({ planned: 300, started: 300, iterations: 300, droppedIterations: 0, vus: 0 })
    expect(requests).toMatchObject({ sent: 300, statuses: { 200: 300 } })
    expect(requests.checks).toEqual({ 'status is 200': { passes: 300, fails: 0 } })
    expect(server.received).toBe(300)
    expect(heard).toEqual(result.intervals)
    expect(countsOf({ ...result.intervals.reduce(joinMetrics), scenarios: {} })).toEqual(
      countsOf({ ...result.total, scenarios: {} }),
    )
    expect(result.intervals.map(({ fromMs }) => fromMs)).toEqual(result.intervals.map((_, second) => second * 1000))
    expect(histogramOf(result.total.generator.lateness).count).toBe(300)
    expect(result.total.generator.cpuMs).toBeGreaterThan(0)
    if (process.platform === 'linux') {
      const threads = Object.keys(result.total.generator.threadsCpuMs ?? {})
      expect(threads.sort()).toEqual(['alarm', 'main', 'others', 'worker 1', 'worker 2'])
    }
  })

  test.each(['precise', 'balanced', 'economic'] as const)(
    'sends nothing before it is due, at %s pacing',
    async (pacing) => {
      const server = await serve((_request, response) => response.end('ok'))
      const { total } = await load([scenario(rate(300, 400))], server, { pacing })
      const lateness = histogramOf(total.generator.lateness)
      // A histogram holds no negative value: one would end the load with an error.
      expect([lateness.count, server.received]).toEqual([120, 120])
    },
  )

  test('shows the stall of a server to all who came meanwhile, from the moment they were due', async () => {
    let stalledUntil = 0
    const server = await serve((_request, response) => {
      if (server.received === 50) stalledUntil = performance.now() + 400
      setTimeout(() => response.end(), Math.max(0, stalledUntil - performance.now()))
    })
    const { requests } = visits(await load([scenario(rate(100, 1500))], server))
    const responseTime = histogramOf(requests.ok.responseTime)
    expect(responseTime.count).toBe(150)
    expect(responseTime.maxMs).toBeGreaterThan(390)
    // 40 of the 150 came in during the stall, one every 10 ms: of the last fifth, all waited over 80 ms.
    expect(responseTime.percentileMs(80)).toBeGreaterThan(80)
  })

  test('drops and counts arrivals while every user is busy', async () => {
    const server = await serve((_request, response) => setTimeout(() => response.end(), 500))
    const { visit } = visits(await load([scenario(rate(100, 900, 10))], server, { workers: 2 }))
    expect(visit.planned).toBe(90)
    expect(visit.started + visit.droppedIterations).toBe(90)
    expect(visit.started).toBe(server.received)
    expect(visit.droppedIterations).toBeGreaterThan(50)
    expect(visit.vusMax).toBe(10)
  })

  test('sends no more in a closed load than its users can', async () => {
    const server = await serve((_request, response) => setTimeout(() => response.end(), 100))
    const result = await load([scenario({ executor: 'constant-vus', vus: 5, durationMs: 950 })], server, { workers: 2 })
    const { visit, requests } = visits(result)
    expect(visit.vusMax).toBe(5)
    expect(visit.iterations).toBe(server.received)
    expect(visit.iterations).toBeLessThanOrEqual(50)
    expect(visit.iterations).toBeGreaterThan(5)
    expect(histogramOf(result.total.generator.lateness).count).toBe(0)
    expect(summaryOf(requests.ok.responseTime).p50Ms).toBeGreaterThan(99)
  })

  test('follows a ramp of users up and down', async () => {
    const server = await serve((_request, response) => setTimeout(() => response.end(), 20))
    const stages = [
      { targetVUs: 8, durationMs: 1000 },
      { targetVUs: 0, durationMs: 1000 },
    ]
    const ramp = { executor: 'ramping-vus', startVUs: 0, stages, gracefulRampDownMs: 1000 } as const
    const result = await load([scenario(ramp)], server, { workers: 2 })
    const { visit } = visits(result)
    expect(visit).toMatchObject({ vus: 0, interruptedIterations: 0 })
    expect(visit.vusMax).toBeGreaterThanOrEqual(7)
    expect(visit.iterations).toBe(server.received)
  })

  test('counts failures by what the server did', async () => {
    const server = await serve((request, response) => {
      const kind = server.received % 4
      if (kind === 0) response.end()
      else if (kind === 1) response.writeHead(503).end('limit exceeded')
      else if (kind === 2) request.socket.resetAndDestroy()
      // Else no answer at all.
    })
    const result = await load([scenario(rate(100, 800), { requestTimeoutMs: 1000, gracefulStopMs: 10_000 })], server)
    const { requests } = visits(result)
    const causes = result.total.failures.map(({ cause, status, text, count }) => [cause, status, text, count])
    expect(causes.toSorted()).toEqual([
      ['reset', undefined, 'read ECONNRESET', 20],
      ['status', 503, 'limit exceeded', 20],
      ['timeout', undefined, 'No answer within 1000 ms', 20],
    ])
    expect([requests.ok.count, requests.failed.count]).toEqual([20, 60])
    expect(requests.checks).toEqual({ 'status is 200': { passes: 20, fails: 60 } })
  })

  test('interrupts what is left after the graceful stop, and counts it', async () => {
    const server = await serve((request, response) => {
      if (server.received % 2 === 0) response.end()
      else request.socket.once('close', () => undefined)
    })
    const result = await load([scenario(rate(20, 500), { gracefulStopMs: 1000 })], server)
    expect(visits(result).visit).toMatchObject({ started: 10, iterations: 5, interruptedIterations: 5 })
    expect(result.total.failures).toMatchObject([{ cause: 'interrupted', count: 5 }])
    expect(result.total.toMs).toBeLessThan(10_000)
  })

  test('ends at once when aborted, with everything measured so far', async () => {
    const server = await serve((_request, response) => {
      if (server.received % 5 !== 0) response.end()
    })
    const abort = new AbortController()
    const onInterval = () => abort.abort()
    const scenarios = [scenario(rate(100, 60_000), { gracefulStopMs: 30_000 })]
    const result = await load(scenarios, server, { workers: 2, signal: abort.signal, onInterval })
    const { visit, requests } = visits(result)
    expect(result.interrupted).toBe(true)
    expect(result.total.toMs).toBeLessThan(10_000)
    expect(visit.iterations + visit.interruptedIterations).toBe(visit.started)
    expect(visit.interruptedIterations).toBe(requests.failed.count)
    // A request that the abort met on its way may not have reached the server.
    expect(server.received).toBeLessThanOrEqual(visit.started)
    expect(server.received).toBeGreaterThanOrEqual(visit.started - visit.interruptedIterations)
    expect(requests.ok.count).toBeGreaterThan(60)
  })

  test('makes no load when it was aborted before', async () => {
    const server = await serve((_request, response) => response.end())
    const result = await load([scenario(rate(100, 1000))], server, { signal: AbortSignal.abort() })
    expect([result.interrupted, server.received]).toEqual([true, 0])
  })

  test('says which worker could not do its part', async () => {
    const server = await serve((_request, response) => response.end())
    const result = await load([scenario(rate(100, 300), { steps: [] })], server)
    expect(result.troubles).toHaveLength(1)
    expect(result.troubles[0]).toContain("scenario 'visit': it has no steps")
  })

  test('starts each scenario at its own time', async () => {
    const server = await serve((_request, response) => response.end())
    const late = scenario(rate(50, 200), { name: 'late', startMs: 1200 })
    const result = await load([scenario(rate(50, 200)), late], server)
    expect(result.intervals[0]?.scenarios.late?.started).toBe(0)
    expect(result.total.scenarios.late?.started).toBe(10)
  })
})
