import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { defaultOptions, type ServerOptions } from '../options.ts'
import { Client, withoutDate } from './client.ts'
import { startTestServer } from './test-server.ts'

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const ok = (ms: number, connection = '') => {
  const body = `{"ok":true,"ms":${ms}}\n`
  return `HTTP/1.1 200 OK\r\nServer: fasthttp\r\nDate: *\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${connection}\r\n${body}`
}
const failed = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nServer: fasthttp\r\nDate: *\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`

function options(latencyMs: number, changes: Partial<ServerOptions> = {}): ServerOptions {
  const distribution = { kind: 'fixed', ms: latencyMs } as const
  return { ...defaultOptions, concurrency: 10, latency: { phases: [{ fromMs: 0, distribution }] }, ...changes }
}

async function isRefused(client: Client): Promise<boolean> {
  await client.ends()
  return client.received.startsWith('HTTP/1.1 503')
}

describe.concurrent('limited server, as fasthttp', () => {
  test('holds the slot of a client that reset until the handler is done', async () => {
    await using server = await startTestServer(options(400, { concurrency: 1 }))
    const a = await Client.connect(server)
    a.send(get)
    await sleep(30)
    a.reset()
    await sleep(30)
    expect(server.counts()).toMatchObject({ slotsInUse: 1, handling: 1, handlingAbandoned: 1 })
    expect(await isRefused(await Client.connect(server))).toBe(true)
    await server.isIdle()
    expect(server.counts()).toMatchObject({ handling: 0, handlingAbandoned: 0, served: 0, servedToNobody: 1 })
    const c = await Client.connect(server)
    c.send(get)
    expect(await c.receives(ok(400))).toBe(ok(400))
    c.close()
  })

  test('serves a pipeline one after another and flushes the responses together', async () => {
    await using server = await startTestServer(options(50))
    const client = await Client.connect(server)
    const chunks: string[] = []
    client.socket.on('data', (chunk) => chunks.push(withoutDate(chunk.toString('latin1'))))
    const startMs = performance.now()
    client.send(get.repeat(3))
    await client.receives(ok(50).repeat(3))
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(150)
    expect(chunks).toEqual([ok(50).repeat(3)])
    client.close()
  })

  test('flushes what is ready while the head of the next request is incomplete', async () => {
    await using server = await startTestServer(options(0))
    const client = await Client.connect(server)
    client.send(`${get}${get}GET / HT`)
    expect(await client.receives(ok(0).repeat(2))).toBe(ok(0).repeat(2))
    client.send('TP/1.1\r\n\r\n')
    expect(await client.receives(ok(0).repeat(3))).toBe(ok(0).repeat(3))
    client.close()
  })

  test('forgets a response not yet flushed when the next body ends before its first chunk', async () => {
    await using server = await startTestServer(options(0))
    const client = await Client.connect(server)
    client.send(`${get}POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n`)
    client.halfClose()
    expect(await client.ends()).toBe('fin')
    expect(client.received).toBe('')
  })

  test('serves a version it does not know and closes', async () => {
    await using server = await startTestServer(options(0))
    const client = await Client.connect(server)
    client.send('GET / HTTP/9.9\r\nHost: x\r\n\r\n')
    expect(await client.ends()).toBe('fin')
    expect(withoutDate(client.received)).toBe(ok(0, 'Connection: close\r\n'))
  })

  test('accepts a head of 4096 bytes and refuses one of 4097', async () => {
    await using server = await startTestServer(options(0))
    const headOf = (bytes: number) => {
      const start = 'GET / HTTP/1.1\r\nHost: x\r\nX: '
      return `${start}${'a'.repeat(bytes - start.length - 4)}\r\n\r\n`
    }
    const fits = await Client.connect(server)
    fits.send(headOf(4096))
    expect(await fits.receives(ok(0))).toBe(ok(0))
    const tooLong = await Client.connect(server)
    tooLong.send(headOf(4097))
    expect(await tooLong.ends()).toBe('rst')
    expect(withoutDate(tooLong.received)).toBe(failed('431 Request Header Fields Too Large', 'Too big request header'))
    fits.close()
  })

  test('answers 400 to half a head at the read timeout', async () => {
    await using server = await startTestServer(options(0, { readTimeoutMs: 100 }))
    const client = await Client.connect(server)
    client.send('GET / HTTP/1.1\r\nHo')
    expect(await client.ends()).toBe('fin')
    expect(withoutDate(client.received)).toBe(failed('400 Bad Request', 'Error when parsing request'))
    expect(server.log).toEqual([])
  })

  test('does not apply the idle timeout before the first request', async () => {
    await using server = await startTestServer(options(0, { idleTimeoutMs: 50 }))
    const client = await Client.connect(server)
    await sleep(200)
    client.send(get)
    expect(await client.receives(ok(0))).toBe(ok(0))
    expect(await client.ends()).toBe('fin')
  })

  test('does not apply a timeout to a handler', async () => {
    await using server = await startTestServer(options(200, { idleTimeoutMs: 50, readTimeoutMs: 50 }))
    const client = await Client.connect(server)
    client.send(get)
    expect(await client.receives(ok(200))).toBe(ok(200))
    expect(await client.ends()).toBe('fin')
  })

  test('accepts nothing while it sleeps after a refusal', async () => {
    await using server = await startTestServer(options(0, { concurrency: 1, sleepWhenLimitedMs: 100 }))
    const holder = await Client.connect(server)
    const startMs = performance.now()
    const refused = await Promise.all([Client.connect(server), Client.connect(server), Client.connect(server)])
    const atMs = await Promise.all(
      refused.map(async (client) => {
        expect(await isRefused(client)).toBe(true)
        return performance.now() - startMs
      }),
    )
    expect(atMs[1]).toBeGreaterThanOrEqual(100)
    expect(atMs[2]).toBeGreaterThanOrEqual(200)
    holder.close()
    await server.isIdle()
    const waiting = await Client.connect(server)
    waiting.send(get)
    expect(await waiting.receives(ok(0))).toBe(ok(0))
    waiting.close()
  })

  test('cuts off what goes on when it stops', async () => {
    const server = await startTestServer(options(60_000, { concurrency: 2 }))
    const clients = [await Client.connect(server), await Client.connect(server)]
    clients[0]?.send(get)
    await sleep(50)
    expect(server.counts()).toMatchObject({ slotsInUse: 2, handling: 1 })
    await server.stop()
    expect(server.counts()).toMatchObject({ slotsInUse: 0, handling: 0, accepted: 2, served: 0, aborted: 0 })
    for (const client of clients) expect(await client.ends()).toBe('fin')
  })

  test('flushes before it reads the rest of a head, even where that has come meanwhile', async () => {
    await using server = await startTestServer(options(100))
    const client = await Client.connect(server)
    const chunks: string[] = []
    client.socket.on('data', (chunk) => chunks.push(withoutDate(chunk.toString('latin1'))))
    client.send(`${get}GE`)
    await sleep(20)
    client.send(get.slice(2))
    await client.receives(ok(100).repeat(2))
    expect(chunks).toEqual([ok(100), ok(100)])
    client.close()
  })

  test('goes through the whole of a pipeline that it has read, though its client has reset, holding the slot', async ({
    expect,
  }) => {
    await using server = await startTestServer(options(100, { concurrency: 1 }))
    const client = await Client.connect(server)
    client.send(get.repeat(3))
    await expect.poll(() => server.counts().handling).toBe(1)
    client.reset()
    await expect.poll(() => server.counts().servedToNobody, { interval: 5 }).toBe(2)
    expect(server.counts()).toMatchObject({ slotsInUse: 1, handling: 1, handlingAbandoned: 1 })
    await server.isIdle()
    expect(server.counts()).toMatchObject({ served: 0, servedToNobody: 3 })
  })

  test('serves a client that has closed its half, then closes', async () => {
    await using server = await startTestServer(options(50))
    const client = await Client.connect(server)
    client.send(get)
    client.halfClose()
    expect(await client.ends()).toBe('fin')
    expect(withoutDate(client.received)).toBe(ok(50))
  })

  test('closes without a word when the client leaves between requests', async () => {
    await using server = await startTestServer(options(0))
    const client = await Client.connect(server)
    client.halfClose()
    expect(await client.ends()).toBe('fin')
    expect(client.received).toBe('')
  })

  test('counts one limit over all its addresses', async () => {
    await using server = await startTestServer(options(0, { concurrency: 2, addresses: 3 }))
    const [first, second, third] = server.address.addresses
    const holders = [await Client.connect(server, first), await Client.connect(server, second)]
    expect(await isRefused(await Client.connect(server, third ?? first))).toBe(true)
    expect(server.counts()).toMatchObject({ slotsInUse: 2, accepted: 2, rejected: 1 })
    for (const holder of holders) holder.close()
  })

  test('leaves out the headers that it is told to leave out', async () => {
    await using server = await startTestServer(options(0, { serverHeader: false, dateHeader: false, concurrency: 1 }))
    const client = await Client.connect(server)
    client.send(get)
    const body = '{"ok":true,"ms":0}\n'
    const expected = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n${body}`
    expect(await client.receives(expected)).toBe(expected)
    const refused = await Client.connect(server)
    await refused.ends()
    expect(refused.received.split('\r\n')[1]).toBe('Connection: close')
    expect(refused.received).not.toMatch(/^(Server|Date):/m)
    client.close()
  })

  test('waits with the next request until the client has taken the responses', async () => {
    await using server = await startTestServer(options(0))
    const client = await Client.connect(server)
    client.socket.pause()
    const sent = 150_000
    client.send(get.repeat(sent))
    await sleep(300)
    expect(server.counts().served).toBeLessThan(sent)
    client.socket.resume()
    await client.receives(ok(0).repeat(sent))
    expect(server.counts().served).toBe(sent)
    client.close()
  })

  test('cuts off a client that takes no responses within the write timeout, and frees its slot', async ({ expect }) => {
    await using server = await startTestServer(options(0, { writeTimeoutMs: 200 }))
    const client = await Client.connect(server)
    client.socket.pause()
    client.send(get.repeat(150_000))
    await expect.poll(() => server.counts().served).toBeGreaterThan(1000)
    await server.isIdle()
    expect(server.counts().served).toBeLessThan(150_000)
    client.socket.resume()
    expect(await client.ends()).toBe('rst')
    expect(server.log).toEqual([])
  })
})
