import { once } from 'node:events'
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import type { Exchange, SendLimits } from '../client.ts'
import { clockSince } from '../clock.ts'
import { Network } from '../connecting/network.ts'
import { openClient } from '../open-client.ts'
import type { PoolRules } from '../pooled-client.ts'
import { compileRequest, type HttpRequest } from '../request.ts'
import { exchangeOf } from '../testing/exchange-of.ts'
import { plainConnectRules } from '../testing/plain-connect-rules.ts'
import { answering, startRawServer } from '../testing/raw-server.ts'
import { pem, startTlsServer } from '../testing/tls-server.ts'

const closings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

type Handle = (stream: ServerHttp2Stream, path: string) => void

async function serve(handle: Handle, isSecure = false) {
  const open = new Set<Socket>()
  let accepted = 0
  const server: Http2Server | Http2SecureServer = isSecure
    ? createSecureServer({ cert: pem('server'), key: pem('server-key') })
    : createServer()
  server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => {
    accepted++
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('sessionError', () => undefined)
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined)
    handle(stream, headers[':path'] ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closings.push(async () => {
    for (const socket of open) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `${isSecure ? 'https' : 'http'}://localhost:${port}`,
    open,
    get accepted() {
      return accepted
    },
  }
}

const rules = { ...plainConnectRules, httpVersion: 2, tls: { ...plainConnectRules.tls, ca: pem('ca') } } as const

function sender(pool?: PoolRules) {
  const client = openClient('undici', new Network(clockSince(Date.now()), rules), pool)
  closings.push(() => client.close())
  return (url: string, given: Partial<HttpRequest> = {}, limits: Partial<SendLimits> = {}): Promise<Exchange> => {
    const request = {
      method: 'GET',
      url: '/x',
      headers: {},
      body: undefined,
      isExpected: (s: number) => s < 400,
      ...given,
    }
    const signal = new AbortController().signal
    return exchangeOf(client, compileRequest(request, [url]), { timeoutMs: 50_000, signal, ...limits })
  }
}

const ok: Handle = (stream) => {
  stream.respond({ ':status': 200 })
  stream.end('hello')
}

function* endless() {
  for (;;) yield Buffer.alloc(16_384)
}

describe('HTTP/2', () => {
  test.each([true, false])('is spoken with TLS: %s', async (isSecure) => {
    const server = await serve(ok, isSecure)
    const exchange = await sender()(server.url)
    expect([exchange.status, exchange.failure]).toEqual([200, undefined])
    expect(exchange.bytesReceived).toBeGreaterThan(5)
    expect(exchange.bytesSent).toBeGreaterThan(20)
    const { sentMs, startedMs, firstByteMs, endMs } = exchange
    const times = [sentMs, startedMs, firstByteMs, endMs]
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(exchange.setup?.connectingMs).toBeGreaterThan(0)
  })

  test('carries many requests over one connection at once', async () => {
    const waiting: ServerHttp2Stream[] = []
    const server = await serve((stream, path) => {
      waiting.push(stream)
      if (waiting.length === 60) for (const each of waiting) ok(each, path)
    })
    const send = sender()
    const exchanges = await Promise.all(Array.from({ length: 60 }, () => send(server.url)))
    expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => 200))
    expect(server.accepted).toBe(1)
  })

  test('takes a further connection where one is full, and makes requests wait where no more may be made', async () => {
    const server = await serve((stream, path) => void setTimeout(ok, 30, stream, path))
    const send = sender()
    await Promise.all(Array.from({ length: 150 }, () => send(server.url)))
    expect(server.accepted).toBe(2)
    const one = sender({ maxSockets: 1 })
    const exchanges = await Promise.all(Array.from({ length: 150 }, () => one(server.url)))
    expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => 200))
    expect(server.accepted).toBe(3)
  })

  test('makes a connection for each request where none is kept', async () => {
    const server = await serve(ok)
    const send = sender({ keepsConnections: false })
    for (let sent = 0; sent < 3; sent++) expect((await send(server.url)).status).toBe(200)
    expect(server.accepted).toBe(3)
  })

  test('sends bodies and keeps answers', async () => {
    const server = await serve((stream) => {
      let body = ''
      stream.on('data', (data) => {
        body += data
      })
      stream.on('end', () => {
        stream.respond({ ':status': 404, 'x-reason': 'none' })
        stream.end(`got ${body}`)
      })
    })
    const exchange = await sender()(server.url, { method: 'POST', body: 'größe', keeps: 'all' })
    expect(exchange.failure).toMatchObject({ cause: 'status', text: 'got größe', fromServer: true })
    expect(exchange.answer?.headers['x-reason']).toBe('none')
  })

  test('ends an answer that is too long, and leaves the others of its connection alone', async () => {
    const server = await serve((stream, path) => {
      if (path !== '/endless') {
        setTimeout(ok, 150, stream, path)
        return
      }
      stream.respond({ ':status': 200 })
      Readable.from(endless()).pipe(stream)
    })
    const send = sender({ maxAnswerBytes: 100_000 })
    const other = send(server.url)
    const { failure } = await send(server.url, { url: '/endless', keeps: 'all' })
    expect(failure?.cause).toBe('answer-too-large')
    expect([(await other).status, server.accepted]).toEqual([200, 1])
  })

  test('keeps answers that lead elsewhere', async () => {
    const server = await serve((stream) => {
      stream.respond({ ':status': 302, location: '/there' })
      stream.end()
    })
    const { answer } = await sender()(server.url, { keepsRedirects: true })
    expect(answer?.headers.location).toBe('/there')
  })

  test('gives up one request, and leaves the others of its connection alone', async () => {
    const server = await serve((stream, path) => {
      if (path !== '/never') setTimeout(ok, 150, stream, path)
    })
    const send = sender()
    const others = Array.from({ length: 3 }, () => send(server.url))
    const controller = new AbortController()
    const late = send(server.url, { url: '/never' }, { timeoutMs: 60 })
    const stopped = send(server.url, { url: '/never' }, { signal: controller.signal })
    setTimeout(() => controller.abort(), 30)
    expect((await late).failure).toMatchObject({ cause: 'timeout', text: 'No answer within 60 ms' })
    expect((await stopped).failure?.cause).toBe('interrupted')
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(server.accepted).toBe(1)
  })

  test.each<[string, string, Handle]>([
    ['a stream that is reset', 'reset', (stream) => stream.close(8)],
    ['a session that is destroyed', 'closed', (stream) => stream.session?.socket.destroy()],
  ])('tells %s as %s', async (_what, cause, handle) => {
    const server = await serve(handle)
    const exchange = await sender()(server.url)
    expect(exchange.failure).toMatchObject({ cause, fromServer: false })
    expect(exchange.failure?.connection?.earlierRequests).toBe(0)
  })

  test('is missed where the other end does not speak it', async () => {
    const plain = await startTlsServer(answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    closings.push(plain.close)
    expect((await sender()(plain.url)).failure?.cause).toBe('protocol')
    const raw = await startRawServer(answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    closings.push(raw.close)
    const exchange = await sender()(raw.url)
    expect(exchange.failure?.cause).toBe('protocol')
  })

  test('ends what is under way when it is closed, with no socket left', async () => {
    const server = await serve(() => undefined)
    const client = openClient('undici', new Network(clockSince(Date.now()), rules))
    const request = compileRequest({ method: 'GET', url: '/', headers: {}, body: undefined, isExpected: () => true }, [
      server.url,
    ])
    const limits = { timeoutMs: 50_000, signal: new AbortController().signal }
    const pending = Array.from({ length: 5 }, () => exchangeOf(client, request, limits))
    await expect.poll(() => server.open.size).toBe(1)
    await client.close()
    expect(new Set((await Promise.all(pending)).map(({ failure }) => failure?.cause))).toEqual(new Set(['interrupted']))
    await expect.poll(() => server.open.size).toBe(0)
  })
})
