import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LimitedServerCounts } from '@loadrun/metrics'
import { serverProfiles } from '@loadrun/plan'
import { describe, expect, test, vi } from 'vitest'
import { defaultOptions, type ServerOptions } from '../options.ts'
import { Client, withoutDate } from './client.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const asking = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n'
const closing = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
// Long enough for what comes next to arrive while the slot is held, on a busy machine too.
const latencyMs = 1000
const okBody = `{"ok":true,"ms":${latencyMs}}\n`

function options(profile: keyof typeof serverProfiles, changes: Partial<ServerOptions> = {}): ServerOptions {
  const latency = { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: latencyMs } as const }] }
  return { ...defaultOptions, ...serverProfiles[profile], latency, ...changes }
}

async function send(server: TestServer, request = get): Promise<Client> {
  const client = await Client.connect(server)
  client.send(request)
  return client
}

const patience = { timeout: 10_000, interval: 2 }

async function reaches(server: TestServer, counts: Partial<LimitedServerCounts>): Promise<void> {
  const wanted = Object.entries(counts)
  const isReached = () => {
    const now = new Map<string, number>(Object.entries(server.counts()))
    return wanted.every(([count, value]) => now.get(count) === value)
  }
  await vi.waitUntil(isReached, patience).catch(() => expect(server.counts()).toMatchObject(counts))
}

async function gets(client: Client, text: string): Promise<void> {
  await vi
    .waitUntil(() => client.received.includes(text), patience)
    .catch(() => expect(client.received).toContain(text))
}

const isAnswered = (client: Client) => gets(client, okBody)

// The bytes and the order of events are those of nginx 1.22.1, Tomcat 10.1.60, net/http of Go 1.19 with a listener as
// LimitListener, and Node 26, each at its limit on loopback.
describe.concurrent('limited server, by its profile', () => {
  test('nginx-limit-conn answers a request too many with its page, and keeps the connection', async () => {
    await using server = await startTestServer(options('nginx-limit-conn', { concurrency: 1 }))
    const idle = await Client.connect(server)
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const refused = await send(server)
    const page = `<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`
    const response = `HTTP/1.1 503 Service Temporarily Unavailable\r\nServer: nginx/1.22.1\r\nDate: *\r\nContent-Type: text/html\r\nContent-Length: 197\r\nConnection: keep-alive\r\n\r\n${page}`
    expect(await refused.receives(response)).toBe(response)
    expect(server.counts()).toMatchObject({ slotsInUse: 1, openConnections: 3, rejected: 0, rejectedRequests: 1 })
    await isAnswered(served)
    refused.send(get)
    await isAnswered(refused)
    expect(withoutDate(served.received)).toContain('Connection: keep-alive\r\n\r\n')
    for (const client of [idle, served, refused]) client.close()
  })

  test('tomcat lets requests wait for a thread, and connections for one to be closed', async () => {
    await using server = await startTestServer(options('tomcat', { concurrency: 1, maxConnections: 2, acceptCount: 1 }))
    const clients = [await send(server, closing)]
    await reaches(server, { slotsInUse: 1 })
    clients.push(await send(server, closing))
    await reaches(server, { queuedRequests: 1 })
    clients.push(await send(server, closing))
    await reaches(server, { waitingConnections: 1, openConnections: 2 })
    // The reset may come before the client has heard that it is connected.
    expect(await new Client(server).ends()).toBe('rst')
    for (const client of clients) {
      await client.ends()
      expect(client.received).toContain(okBody)
    }
    expect(server.counts()).toMatchObject({ accepted: 3, rejected: 1, rejectedRequests: 0, served: 3 })
  })

  test('tomcat closes without a word when its queue is full', async () => {
    await using server = await startTestServer(options('tomcat', { concurrency: 1, queue: 0 }))
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const refused = await send(server)
    expect(await refused.ends()).toBe('fin')
    expect(refused.received).toBe('')
    expect(server.counts()).toMatchObject({ rejectedRequests: 1, openConnections: 1 })
    served.close()
  })

  test('tomcat tells its timeout to who asks for keep-alive', async () => {
    await using server = await startTestServer(options('tomcat'))
    const [silent, asked] = [await send(server, get), await send(server, asking)]
    await isAnswered(silent)
    await isAnswered(asked)
    expect(silent.received).not.toMatch(/keep-alive/i)
    expect(asked.received).toContain('Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n')
    for (const client of [silent, asked]) client.close()
  })

  test('go-net-http with a limit lets connections wait to be accepted', async () => {
    await using server = await startTestServer(options('go-net-http', { concurrency: 1, queue: 1 }))
    const first = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const second = await send(server)
    await reaches(server, { waitingConnections: 1 })
    expect(await new Client(server).ends()).toBe('rst')
    await isAnswered(first)
    expect(second.received).toBe('')
    first.close()
    await isAnswered(second)
    expect(second.received).not.toMatch(/^(Server|Connection|Keep-Alive):/m)
    expect(server.counts()).toMatchObject({ accepted: 2, rejected: 1, waitingConnections: 0 })
    second.close()
  })

  test('go-net-http without one serves all', async () => {
    await using server = await startTestServer(options('go-net-http'))
    const clients = await Promise.all(Array.from({ length: 200 }, () => send(server)))
    await reaches(server, { slotsInUse: 200 })
    for (const client of clients) await isAnswered(client)
    for (const client of clients) client.close()
  })

  test('node-http speaks and drops connections as node:http does', async () => {
    const real = createServer((_, response) => {
      response.setHeader('Content-Type', 'application/json')
      setTimeout(() => response.end(okBody), latencyMs)
    })
    real.maxConnections = 1
    real.listen(0, '127.0.0.1')
    await once(real, 'listening')
    const { port } = real.address() as AddressInfo
    await using server = await startTestServer(options('node-http', { concurrency: 1 }))
    const headersOf = async (address: Pick<TestServer, 'address'>) => {
      const served = await Client.connect(address)
      served.send(get)
      await isAnswered(served)
      const dropped = new Client(address)
      dropped.send(get)
      const end = await dropped.ends()
      expect(['fin', 'rst']).toContain(end)
      expect(dropped.received).toBe('')
      served.close()
      return withoutDate(served.received).split('\r\n\r\n')[0]?.split('\r\n').sort()
    }
    const bundled = await headersOf(server)
    expect(bundled).toEqual(await headersOf({ address: { addresses: ['127.0.0.1'], port } }))
    expect(server.counts()).toMatchObject({ accepted: 1, rejected: 1 })
    real.close()
  })
})

describe.concurrent('limited server, with a queue of requests', () => {
  const response = { kind: 'response', status: 429, reason: undefined, contentType: 'text/plain' } as const

  test('answers what it is told to, in UTF-8, and goes on', async () => {
    const refusal = { ...response, headers: { 'Retry-After': '2' }, text: 'voll – später' }
    await using server = await startTestServer(options('fasthttp', { limit: 'requests', concurrency: 1, refusal }))
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const refused = await send(server)
    const bytes = Buffer.from('voll – später').toString('latin1')
    const expected = `HTTP/1.1 429 Too Many Requests\r\nServer: fasthttp\r\nDate: *\r\nContent-Type: text/plain\r\nContent-Length: ${bytes.length}\r\nRetry-After: 2\r\n\r\n${bytes}`
    expect(await refused.receives(expected)).toBe(expected)
    served.close()
    refused.close()
  })

  test('resets where it is told to', async () => {
    await using server = await startTestServer(
      options('fasthttp', { limit: 'requests', concurrency: 1, refusal: { kind: 'reset' } }),
    )
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    expect(await (await send(server)).ends()).toBe('rst')
    served.close()
  })

  test('refuses a connection with the same, where connections are limited', async () => {
    const refusal = { ...response, headers: { 'Retry-After': '2' }, text: 'busy' }
    await using server = await startTestServer(options('fasthttp', { concurrency: 1, refusal }))
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const refused = new Client(server)
    await refused.ends()
    expect(withoutDate(refused.received)).toBe(
      'HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nServer: fasthttp\r\nDate: *\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nRetry-After: 2\r\n\r\nbusy',
    )
    served.close()
  })

  test('refuses who has waited too long, and counts it', async () => {
    const latency = { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 60_000 } as const }] }
    await using server = await startTestServer(
      options('fasthttp', { limit: 'requests', concurrency: 1, queue: 5, queueTimeoutMs: 50, latency }),
    )
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const waiting = await send(server)
    await gets(waiting, '503 Service Unavailable')
    expect(server.counts()).toMatchObject({ rejectedRequests: 1, queueTimeouts: 1, queuedRequests: 0 })
    waiting.close()
    served.close()
  })

  test.each([
    ['works for a client that left the queue', 'continue', { served: 1, servedToNobody: 1, aborted: 0 }],
    ['forgets a client that left the queue', 'abort', { served: 1, servedToNobody: 0, aborted: 1 }],
  ] as const)('%s, with onDisconnect: %s', async (_, onDisconnect, counts) => {
    await using server = await startTestServer(
      options('fasthttp', { limit: 'requests', concurrency: 1, queue: 5, onDisconnect }),
    )
    const served = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const leaving = await send(server)
    await reaches(server, { queuedRequests: 1 })
    leaving.reset()
    await reaches(server, { ...counts, queuedRequests: 0, slotsInUse: 0, handling: 0, handlingAbandoned: 0 })
    served.close()
  })

  test('drops what waits when it stops', async () => {
    const latency = { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 60_000 } as const }] }
    const server = await startTestServer(options('go-net-http', { concurrency: 1, latency }))
    const first = await send(server)
    await reaches(server, { slotsInUse: 1 })
    const second = await send(server)
    await reaches(server, { waitingConnections: 1 })
    await server.stop()
    expect(server.counts()).toMatchObject({ slotsInUse: 0, waitingConnections: 0, accepted: 1, served: 0 })
    for (const client of [first, second]) await client.ends()
  })
})
