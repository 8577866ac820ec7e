import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { histogramOf } from '@loadrun/metrics'
import { plainConnecting, plainGet, plainScenario, type Scenario } from '@loadrun/plan'
import { afterEach, describe, expect, test } from 'vitest'
import { generateLoad } from '../generate-load.ts'

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

/** Answers after 20 ms; knows how many connections came, how many were open at once, and what requests asked for. */
async function startServer() {
  const seen = {
    connections: 0,
    openAtMost: 0,
    asked: new Set<string | undefined>(),
    from: new Set<string | undefined>(),
  }
  const open = new Set<Socket>()
  const server = createServer((request, response) => {
    seen.asked.add(request.headers.connection)
    setTimeout(() => response.end('ok'), 20)
  })
  server.on('connection', (socket) => {
    seen.connections++
    seen.from.add(socket.remoteAddress)
    open.add(socket)
    seen.openAtMost = Math.max(seen.openAtMost, open.size)
    socket.once('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closings.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

async function run(changes: Pick<Scenario, 'client' | 'connections'> & Partial<Scenario>, vus = 6) {
  const server = await startServer()
  const load = { executor: 'per-vu-iterations', vus, iterations: 5, maxDurationMs: 20_000 } as const
  const steps = [plainGet('/', { name: 'x', expectStatus: [200] })]
  const scenario = plainScenario(load, { name: 'visit', steps, ...changes })
  const result = await generateLoad(
    { seed: 1, pacing: 'balanced', workers: 1, scenarios: [scenario] },
    {
      targets: [server.url],
      signal: new AbortController().signal,
      onStart: () => undefined,
      onInterval: () => undefined,
    },
  )
  const requests = result.total.requests['visit/x']
  if (requests === undefined) throw new Error('Nothing was counted')
  expect([requests.sent, requests.failed.count]).toEqual([vus * 5, 0])
  const { httpReqBlocked, httpReqDuration, serviceTime } = requests.ok
  return {
    ...server.seen,
    blockedMs: histogramOf(httpReqBlocked),
    durationMs: histogramOf(httpReqDuration),
    serviceMs: histogramOf(serviceTime),
  }
}

describe.each(['wire', 'undici'] as const)('connections of %s', (client) => {
  test('per-vu are one for each user', async () => {
    expect(await run({ client, connections: { kind: 'per-vu' } })).toMatchObject({ connections: 6 })
  })

  test('shared are no more than allowed, and waiting for one counts as blocked', async () => {
    const { connections, openAtMost, blockedMs } = await run({ client, connections: { kind: 'shared', maxSockets: 2 } })
    expect([connections, openAtMost]).toEqual([2, 2])
    expect(blockedMs.percentileMs(50)).toBeGreaterThan(20)
  })

  test('shared, of which there may be one, make each wait for those before him, apart from the request’s own time', async () => {
    const { blockedMs, durationMs, serviceMs } = await run({ client, connections: { kind: 'shared', maxSockets: 1 } })
    // Of 30 requests of 6 users the first five wait for 0 to 4 others, all further ones for 5.
    const others = (0 + 1 + 2 + 3 + 4 + 25 * 5) / 30
    expect(blockedMs.meanMs / durationMs.meanMs).toBeGreaterThan(others * 0.8)
    expect(blockedMs.meanMs / durationMs.meanMs).toBeLessThan(others * 1.5)
    expect((blockedMs.meanMs + durationMs.meanMs) / serviceMs.meanMs).toBeCloseTo(1, 1)
  })

  test('new that the client closes are one for each request, which asks to keep it', async () => {
    const connections = { kind: 'new', closedBy: 'client', maxSockets: undefined } as const
    expect(await run({ client, connections })).toMatchObject({ connections: 30, asked: new Set(['keep-alive']) })
  })

  test('new that the server closes are one for each request, which asks for that', async () => {
    const connections = { kind: 'new', closedBy: 'server', maxSockets: undefined } as const
    expect(await run({ client, connections })).toMatchObject({ connections: 30, asked: new Set(['close']) })
  })

  test('are made as the scenario says', async () => {
    const localAddresses = ['127.0.0.8', '127.0.0.9']
    const connections = { kind: 'per-vu' } as const
    const { from } = await run({ client, connections, connecting: { ...plainConnecting, localAddresses } })
    expect(from).toEqual(new Set(localAddresses))
  })
})
