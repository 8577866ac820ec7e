import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import process from 'node:process'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Exchange } from './client.ts'
import { clockSince } from './clock.ts'
import { Network } from './connecting/network.ts'
import { type ClientKind, openClient } from './open-client.ts'
import type { PoolRules } from './pooled-client.ts'
import { compileRequest } from './request.ts'
import { startDnsServer } from './testing/dns-server.ts'
import { exchangeOf } from './testing/exchange-of.ts'
import { plainConnectRules } from './testing/plain-connect-rules.ts'
import { onRequest, startRawServer } from './testing/raw-server.ts'

const closings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

const kinds: readonly ClientKind[] = ['wire', 'undici']
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

async function serve(onConnection: (socket: Socket) => void) {
  const server = await startRawServer(onConnection)
  closings.push(server.close)
  return server
}

/** Sends so many requests at once, and tells how often each came out: by cause, or as `ok`. */
function sender(kind: ClientKind, rules?: PoolRules, connect = plainConnectRules) {
  const client = openClient(kind, new Network(clockSince(Date.now()), connect), rules)
  closings.push(() => client.close())
  return async (url: string, { count = 1, timeoutMs = 50_000 } = {}) => {
    const request = compileRequest(
      { method: 'GET', url: '/', headers: {}, body: undefined, isExpected: (status) => status < 400 },
      [url],
    )
    const limits = { timeoutMs, signal: new AbortController().signal }
    const ends = await Promise.all(Array.from({ length: count }, () => exchangeOf(client, request, limits)))
    for (const { sentMs, endMs, failure } of ends) {
      expect(endMs).toBeGreaterThanOrEqual(sentMs)
      expect(failure?.text).not.toBe('')
    }
    return tally(ends)
  }
}

function tally(ends: readonly Exchange[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { failure } of ends) counts[failure?.cause ?? 'ok'] = (counts[failure?.cause ?? 'ok'] ?? 0) + 1
  return counts
}

describe.each(kinds)('%s under a server that misbehaves', (kind) => {
  const answer = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\n'

  test.each<[string, (socket: Socket) => void, string]>([
    ['closes', (socket) => socket.end(), 'closed'],
    ['resets', (socket) => socket.resetAndDestroy(), 'reset'],
  ])('by one that %s after every possible byte ends each request with a cause', async (_how, stop, cause) => {
    let next = 0
    const server = await serve((socket) =>
      onRequest(socket, () => {
        const bytes = answer.slice(0, next++)
        if (bytes === '') stop(socket)
        // A reset takes with it what was not read yet, so the client is given the time for that.
        else socket.write(bytes, () => setTimeout(stop, 2, socket))
      }),
    )
    const send = sender(kind, { keepsConnections: false })
    const counts: Record<string, number> = {}
    for (let cut = 0; cut < answer.length; cut += 20) {
      const some = await send(server.url, { count: Math.min(20, answer.length - cut) })
      for (const [end, count] of Object.entries(some)) counts[end] = (counts[end] ?? 0) + count
    }
    expect(counts).toEqual({ [cause]: answer.length })
  })

  test('by sending garbage ends each request with a cause', async () => {
    let garbage = Buffer.alloc(0)
    const server = await serve((socket) => onRequest(socket, () => socket.end(garbage)))
    const send = sender(kind)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        garbage = Buffer.from(bytes)
        const [end = ''] = Object.keys(await send(server.url))
        expect(['protocol', 'closed', 'reset']).toContain(end)
      }),
      { numRuns: 30 },
    )
  })

  test('by never answering, or a byte at a time, ends each request when its patience does, and leaves no socket', async () => {
    let connections = 0
    const server = await serve((socket) => {
      if (connections++ % 2 === 0) {
        socket.resume()
        return
      }
      onRequest(socket, () => {
        let at = 0
        const drip = setInterval(() => socket.write(ok.slice(at, ++at)), 30)
        socket.once('close', () => clearInterval(drip))
      })
    })
    const send = sender(kind)
    expect(await send(server.url, { count: 300, timeoutMs: 300 })).toEqual({ timeout: 300 })
    await expect.poll(() => server.open.size).toBe(0)
  })

  test('by never answering over the few connections that there may be ends those that wait for one, too', async () => {
    const server = await serve((socket) => socket.resume())
    const send = sender(kind, { maxSockets: 2 })
    expect(await send(server.url, { count: 500, timeoutMs: 200 })).toEqual({ timeout: 500 })
    expect(server.accepted).toBeLessThanOrEqual(500)
    await expect.poll(() => server.open.size).toBe(0)
  })
})

describe.each(kinds)('%s', (kind) => {
  test('asks for a name that is not to be had no more often than it must', async () => {
    const dns = await startDnsServer({ 'shop.test': 'fail' })
    closings.push(dns.close)
    const names = { ...plainConnectRules.names, servers: [dns.address], policy: 'onlyIPv4' } as const
    const send = sender(kind, {}, { ...plainConnectRules, names })
    expect(await send('http://shop.test', { count: 1000 })).toEqual({ 'name-not-resolved': 1000 })
    expect(dns.questions.length).toBeLessThan(20)
  })

  test('counts requests for which no descriptor is left, and goes on when there are some again', async () => {
    const server = await serve((socket) => onRequest(socket, () => setTimeout(() => socket.write(ok), 200)))
    const program = new URL('testing/many-requests.ts', import.meta.url).pathname
    const limited = 'ulimit -n 80; exec "$0" "$@"'
    const child = spawn('sh', ['-c', limited, process.execPath, program, kind, server.url, '300'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (data) => {
      said += data
    })
    const [code] = await once(child, 'close')
    expect([code, said.split('\n').length]).toEqual([0, 3])
    const [first, second] = said.split('\n').map((line) => (line === '' ? {} : JSON.parse(line)))
    expect(first.ok + first['no-free-descriptor']).toBe(300)
    expect(first['no-free-descriptor']).toBeGreaterThan(200)
    expect(second).toEqual({ ok: 10 })
  })
})
