import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LimitedServerCounts } from '@loadrun/metrics'
import { createRandom, type Random } from '@loadrun/random'
import { describe, expect, test, vi } from 'vitest'
import { Client } from './conformance/client.ts'
import { startTestServer, type TestServer } from './conformance/test-server.ts'
import { defaultOptions, type ServerOptions } from './options.ts'

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

/** What a client may do on its connection, one after another; each ends the step however the server likes. */
const acts: readonly ((client: Client, pauseMs: number) => Promise<void> | void)[] = [
  (client) => client.send(get),
  (client) => client.send(get.repeat(3)),
  (client) => client.send('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'),
  (client) => client.send('GET / HT'),
  (client) => client.send('GARBAGE\r\n\r\n'),
  (client) => client.send(`POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n${'b'.repeat(50_000)}`),
  (client) => client.send(`X: ${'a'.repeat(9000)}\r\n\r\n`),
  (client) => client.halfClose(),
  (client) => client.reset(),
  (client) => client.close(),
  (_, pauseMs) => sleep(pauseMs),
  (_, pauseMs) => sleep(pauseMs),
]

async function visit(server: TestServer, random: Random): Promise<void> {
  const client = new Client(server)
  await Promise.race([once(client.socket, 'connect'), once(client.socket, 'close')])
  for (let step = 0; step < 5 && !client.socket.destroyed && client.socket.writable; step += 1) {
    await acts[Math.floor(random() * acts.length)]?.(client, random() * 30)
  }
  if (random() < 0.5) client.reset()
  else client.close()
}

function begun(counts: LimitedServerCounts): number {
  return counts.handling + counts.served + counts.servedToNobody + counts.aborted
}

function expectConsistent(counts: LimitedServerCounts): void {
  expect(counts.slotsInUse).toBeLessThanOrEqual(counts.accepted)
  expect(counts.handling).toBeLessThanOrEqual(counts.slotsInUse)
  expect(counts.waitingForWork).toBeLessThanOrEqual(counts.handling)
  expect(counts.handlingAbandoned).toBeLessThanOrEqual(counts.handling)
  for (const count of Object.values(counts)) expect(count).toBeGreaterThanOrEqual(0)
}

const latency = { phases: [{ fromMs: 0, distribution: { kind: 'uniform', lowMs: 0, highMs: 40 } }] } as const
const work = { parallel: 2, service: { kind: 'uniform', lowMs: 0, highMs: 5 } } as const

describe.concurrent('LimitedServer.counts()', () => {
  test.each<[string, Partial<ServerOptions>, number]>([
    ['as fasthttp', {}, 1],
    ['with abort', { onDisconnect: 'abort', noticeDisconnectMs: 5 }, 1],
    ['with a bottleneck', { work }, 2],
    ['with a bottleneck and abort', { work, onDisconnect: 'abort', noticeDisconnectMs: 5 }, 2],
    ['with timeouts', { readTimeoutMs: 20, idleTimeoutMs: 10 }, 1],
    ['with a sleep after each rejection', { sleepWhenLimitedMs: 2 }, 1],
    ['with a limit of connections for each address', { maxConnectionsPerIp: 3 }, 1],
  ])('add up whatever clients do, %s', async (_, changes, drawsForEach) => {
    let draws = 0
    const latencies = createRandom(2)
    const options: ServerOptions = { ...defaultOptions, concurrency: 5, latency, ...changes }
    await using server = await startTestServer(options, () => {
      draws += 1
      return latencies()
    })
    const random = createRandom(3)
    const visits: Promise<void>[] = []
    for (let visitor = 0; visitor < 300; visitor += 1) {
      visits.push(visit(server, createRandom(visitor)))
      if (random() < 0.1) await sleep(5)
      const counts = server.counts()
      expectConsistent(counts)
      expect(begun(counts)).toBe(draws / drawsForEach)
    }
    await Promise.all(visits)
    await vi.waitUntil(() => server.counts().accepted + server.counts().rejected === visits.length, { timeout: 10_000 })
    await server.isIdle()
    const counts = server.counts()
    expect(counts).toMatchObject({ slotsInUse: 0, handling: 0, waitingForWork: 0, handlingAbandoned: 0 })
    expect(begun(counts)).toBe(draws / drawsForEach)
    expect(counts.rejected).toBeGreaterThan(0)
  })
})
