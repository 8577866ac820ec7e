import { once } from 'node:events'
import { createServer } from 'node:http'
import { type GeneratedLoad, generateLoad, type LoadGiven } from '@loadrun/engine'
import { type Metrics, summaryOf } from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveAgent } from './agent/serve-agent.ts'
import { type AgentsOptions, openAgents } from './coordinator/open-agents.ts'
import { NatsServer, natsIsMissing } from './testing/nats-server.ts'

let nats: NatsServer
let targetUrl: string
const target = createServer((request, response) => {
  response.statusCode = request.url === '/broken' ? 503 : 200
  response.end('served')
})
const agents = new AbortController()
const ended: Promise<void>[] = []

beforeAll(async () => {
  if (natsIsMissing) return
  nats = await NatsServer.start()
  target.listen(0, '127.0.0.1')
  await once(target, 'listening')
  const address = target.address()
  targetUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  for (const [name, labels] of [
    ['north', { zone: 'n' }],
    ['south', { zone: 's' }],
    ['south-2', { zone: 's' }],
  ] as const) {
    ended.push(
      serveAgent({
        nats: { url: nats.url },
        prefix: 'loadrun',
        name,
        labels,
        signal: agents.signal,
        onEvent: () => undefined,
      }),
    )
  }
})

afterAll(async () => {
  if (natsIsMissing) return
  agents.abort()
  await Promise.all(ended)
  await nats.stop()
  target.closeAllConnections()
  target.close()
})

const options = (): AgentsOptions => ({
  nats: { url: nats.url },
  prefix: 'loadrun',
  agents: 2,
  labels: {},
  waitMs: 10_000,
  lossAfterMs: 10_000,
  onLoss: 'continue',
  degradedAllowed: false,
  onEvent: () => undefined,
})

function planOf(load: string, workers: number) {
  const text = `target: ${targetUrl}\nworkers: ${workers}\nseed: 7\nscenarios: { visit: ${load} }`
  const read = readScenario(text, { file: 'test.yaml', cores: 2 })
  const [plan] = 'plans' in read ? read.plans : []
  if (plan === undefined) throw new Error('The text asks for no plan')
  return plan
}

function given(more: Partial<LoadGiven> = {}): LoadGiven {
  return {
    targets: [targetUrl],
    signal: new AbortController().signal,
    onStart: () => undefined,
    onInterval: () => undefined,
    ...more,
  }
}

const visits =
  '{ executor: constant-arrival-rate, arrivals: poisson, rate: 200/s, duration: 1100ms, steps: [{ get: / }, { get: /broken }] }'

/** What does not depend on how long anything took. */
function countsOf({ scenarios, requests, failures }: Metrics) {
  return {
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([name, { planned, started, iterations, droppedIterations }]) => [
        name,
        { planned, started, iterations, droppedIterations },
      ]),
    ),
    requests: Object.fromEntries(
      Object.entries(requests).map(([name, { sent, statuses, ok, failed }]) => [
        name,
        { sent, statuses, ok: ok.count, failed: failed.count, measured: summaryOf(ok.responseTime).count },
      ]),
    ),
    failures: failures.map(({ step, cause, text, count }) => ({ step, cause, text, count })),
  }
}

describe.skipIf(natsIsMissing)('a load of two agents', () => {
  test('is count for count the load of one machine', async () => {
    const fleet = await openAgents(options())
    const seen: Metrics[] = []
    const made = await fleet.generate(planOf(visits, 1), given({ onInterval: (second) => seen.push(second) }))
    await fleet.close()
    const alone = await generateLoad(planOf(visits, 2), given())
    expect(made.troubles).toEqual([])
    expect(countsOf(made.total)).toEqual(countsOf(alone.total))
    expect(seen).toEqual(made.intervals)
    expect(made.agents?.agents).toHaveLength(2)
    expect(made.agents?.agents.reduce((sum, { requestsSent }) => sum + requestsSent, 0)).toBe(sentIn(made))
  })
})

describe.skipIf(natsIsMissing)('openAgents()', () => {
  test('takes only agents with the labels that are wanted, and says what the others lack', async () => {
    const south = await openAgents({ ...options(), labels: { zone: 's' } })
    const made = await south.generate(planOf(short, 1), given())
    await south.close()
    expect(made.agents?.agents.map(({ name }) => name)).toEqual(['south', 'south-2'])

    const north = await openAgents({ ...options(), labels: { zone: 'n' }, waitMs: 100 })
    await expect(north.generate(planOf(short, 1), given())).rejects.toThrow(
      'Cannot run on 2 agents: 1 were there and free within 0.1 s; not taken: south: it lacks the label zone=n; south-2: it lacks the label zone=n',
    )
    await north.close()
  })

  test('lets its agents go when the load cannot start, and says why', async () => {
    const fleet = await openAgents({ ...options(), agents: 3 })
    const plan = planOf(short, 1)
    const [scenario] = plan.scenarios
    const form = { delimiter: ',', columns: undefined, skipsFirstLine: false }
    const missing = { ...form, variable: 'user', path: '/nowhere/users.csv', order: 'random' } as const
    const lacking = { ...plan, scenarios: scenario ? [{ ...scenario, data: [missing] }] : [] }
    await expect(fleet.generate(lacking, given())).rejects.toThrow('/nowhere/users.csv')
    const made = await fleet.generate(plan, given())
    await fleet.close()
    expect(made.agents?.agents).toHaveLength(3)
  })

  test('ends the load of all at once when it is told to', async () => {
    const fleet = await openAgents(options())
    const stop = new AbortController()
    const made = await fleet.generate(
      planOf('{ executor: constant-vus, vus: 2, duration: 60s, steps: [{ get: / }, { think: 50ms }] }', 1),
      given({ signal: stop.signal, onInterval: () => stop.abort() }),
    )
    await fleet.close()
    expect(made.interrupted).toBe(true)
    expect(made.agents).toMatchObject({ missingShare: 0 })
    expect(sentIn(made)).toBeGreaterThan(0)
  })

  test('sends no load from an agent to where it may not', async () => {
    const stop = new AbortController()
    const careful = serveAgent({
      nats: { url: nats.url },
      prefix: 'careful',
      name: 'careful',
      labels: {},
      allowTargets: 'api.example,127.0.0.1:1',
      signal: stop.signal,
      onEvent: () => undefined,
    })
    const fleet = await openAgents({ ...options(), prefix: 'careful', agents: 1 })
    await expect(fleet.generate(planOf(short, 1), given())).rejects.toThrow(
      `careful: This agent may not send load to ${targetUrl}`,
    )
    const elsewhere = planOf(short.replace('get: /', `get: ${targetUrl}/`), 1)
    const made = await fleet.generate(elsewhere, given({ targets: ['http://api.example'] }))
    expect(made.total.failures).toMatchObject([
      { text: `Load may not be sent to ${new URL(targetUrl).host}: it is none of the allowed targets`, count: 4 },
    ])
    stop.abort()
    await Promise.all([fleet.close(), careful])
  })

  test('says where NATS is not', async () => {
    await expect(openAgents({ ...options(), nats: { url: 'nats://127.0.0.1:1' } })).rejects.toThrow(
      'Cannot reach NATS at 127.0.0.1:1: ',
    )
    await expect(openAgents({ ...options(), nats: { url: 'http://x' } })).rejects.toThrow(
      "Cannot reach NATS at 'http://x': an address such as nats://127.0.0.1:4222 or tls://host:4222 is wanted",
    )
    await expect(openAgents({ ...options(), prefix: 'a b' })).rejects.toThrow("Cannot use 'a b' as the prefix")
  })
})

const short = '{ executor: shared-iterations, vus: 2, iterations: 4, steps: [{ get: / }] }'

function sentIn({ total }: GeneratedLoad): number {
  return Object.values(total.requests).reduce((sum, { sent }) => sum + sent, 0)
}
