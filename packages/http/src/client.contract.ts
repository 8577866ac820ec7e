import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Client, Exchange, SendLimits } from './client.ts'
import type { ConnectRules } from './connecting/connect-rules.ts'
import type { PoolRules } from './pooled-client.ts'
import { type CompiledRequest, compileRequest, type HttpRequest } from './request.ts'
import { codings, longText, withBody } from './testing/compressed.ts'
import { exchangeOf } from './testing/exchange-of.ts'
import { livingBytes } from './testing/living-bytes.ts'
import { answering, answeringEndlessly, onRequest, type RawServer, startRawServer } from './testing/raw-server.ts'

/** What every client must do, shown with real servers. */
export function describeClient(name: string, makeClient: (rules?: PoolRules, connect?: ConnectRules) => Client): void {
  const closings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closings.splice(0).reverse()) await close()
  })

  async function serve(onConnection: (socket: Socket) => void, host?: string): Promise<RawServer> {
    const server = await startRawServer(onConnection, host)
    closings.push(server.close)
    return server
  }

  function client(rules?: PoolRules, connect?: ConnectRules) {
    const made = makeClient(rules, connect)
    closings.push(() => made.close())
    return {
      send: (request: CompiledRequest, given: SendLimits) => exchangeOf(made, request, given),
      close: () => made.close(),
    }
  }

  async function exchangeWith(bytes: string | Buffer, request: Partial<HttpRequest> = {}): Promise<Exchange> {
    const server = await serve(answering(bytes))
    return client().send(get(server, request), limits())
  }

  async function exchangeWhere(onConnection: (socket: Socket) => void, given = limits()): Promise<Exchange> {
    const server = await serve(onConnection)
    return client().send(get(server), given)
  }

  describe(`${name}: answers`, () => {
    test.each([
      ['of a given length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
      ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n'],
      ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n'],
      ['after an interim one', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    ])('%s are successes whose bytes are counted', async (_how, bytes) => {
      const exchange = await exchangeWith(bytes)
      expect(exchange.failure).toBeUndefined()
      expect(exchange.bytesReceived).toBe(bytes.length)
      expect(exchange.bytesSent).toBeGreaterThan('GET /x HTTP/1.1\r\n'.length)
    })

    test('that end with the connection are successes', async () => {
      const exchange = await exchangeWhere((socket) =>
        onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it')),
      )
      expect([exchange.status, exchange.failure]).toEqual([200, undefined])
    })

    test('to HEAD end with their head, and leave the connection open', async () => {
      const server = await serve(answering('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n'))
      const one = client()
      const request = get(server, { method: 'HEAD' })
      const exchanges = [await one.send(request, limits()), await one.send(request, limits())]
      expect(exchanges.map(({ status, failure }) => [status, failure])).toEqual([
        [200, undefined],
        [200, undefined],
      ])
      expect(server.accepted).toBe(1)
    })

    test('of a status that is not expected are failures, kept with what the server sent', async () => {
      const body = 'The connection cannot be served'
      const exchange = await exchangeWith(
        `HTTP/1.1 503 Service Unavailable\r\nX-Reason: limit\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      )
      expect(exchange.status).toBe(503)
      expect(exchange.failure).toMatchObject({ cause: 'status', text: body, fromServer: true, body })
      expect(exchange.failure?.headers).toMatchObject({ 'x-reason': 'limit' })
    })

    test('are kept to their first 4 KiB', async () => {
      const long = 'x'.repeat(100_000)
      const exchange = await exchangeWith(`HTTP/1.1 500 No\r\nContent-Length: ${long.length}\r\n\r\n${long}`)
      expect(exchange.failure?.body).toBe('x'.repeat(4096))
      expect(exchange.bytesReceived).toBeGreaterThan(100_000)
    })

    test('that somebody wants to read are kept, whatever their status', async () => {
      const exchange = await exchangeWith(
        'HTTP/1.1 404 No\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 5\r\n\r\nhello',
        { keeps: 'all' },
      )
      expect(exchange.failure?.cause).toBe('status')
      expect(exchange.answer).toMatchObject({ isWhole: true, connection: { earlierRequests: 0 } })
      expect(exchange.answer?.body.toString()).toBe('hello')
      expect(exchange.answer?.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    })

    test('that nobody wants to read are not kept', async () => {
      const exchange = await exchangeWith('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')
      expect(exchange.answer).toBeUndefined()
    })

    test.each([
      ['of a length given', 'Content-Length: 999999999', 'x'.repeat(4096)],
      ['in chunks', 'Transfer-Encoding: chunked', `1000\r\n${'x'.repeat(4096)}\r\n`],
      ['that end with the connection', 'Connection: close', 'x'.repeat(4096)],
    ])('%s, longer than may be read, are failures that end there', async (_how, field, piece) => {
      const server = await serve(answeringEndlessly(`HTTP/1.1 200 OK\r\n${field}\r\n\r\n`, piece))
      const exchange = await client({ maxAnswerBytes: 100_000 }).send(get(server, { keeps: 'all' }), limits())
      expect(exchange).toMatchObject({ status: 200, answer: undefined })
      expect(exchange.failure).toMatchObject({
        cause: 'answer-too-large',
        text: 'The answer has more than 100000 bytes (maxAnswerSize)',
        connection: { earlierRequests: 0 },
      })
      expect(exchange.failure?.body).toBe('x'.repeat(4096))
      await expect.poll(() => server.open.size).toBe(0)
    })

    test('as long as may be read are read', async () => {
      const server = await serve(answering(`HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n${'x'.repeat(9000)}`))
      const one = client({ maxAnswerBytes: 9000 })
      const { answer } = await one.send(get(server, { keeps: 'all' }), limits())
      expect([answer?.isWhole, answer?.body.length]).toEqual([true, 9000])
    })

    test('may be as long as the request says, instead of what the client does', async () => {
      const server = await serve(answering(`HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n${'x'.repeat(9000)}`))
      const one = client({ maxAnswerBytes: 8999 })
      const more = await one.send(get(server, { keeps: 'all' }), { ...limits(), maxAnswerBytes: 9000 })
      expect(more.answer?.body.length).toBe(9000)
      const less = await one.send(get(server, { keeps: 'all' }), { ...limits(), maxAnswerBytes: 5 })
      expect(less.failure?.text).toBe('The answer has more than 5 bytes (maxAnswerSize)')
    })

    test('that nobody reads may go on for ever: nothing of them is kept', async () => {
      const most = 32 * 1024 * 1024
      const { promise: hasSent, resolve } = Promise.withResolvers<void>()
      const endless = answeringEndlessly('HTTP/1.1 200 OK\r\n\r\n', Buffer.alloc(65_536), (sent) => {
        if (sent > most) resolve()
      })
      const server = await serve(endless)
      const controller = new AbortController()
      const before = livingBytes()
      const exchange = client().send(get(server), limits({ signal: controller.signal }))
      await hasSent
      expect(livingBytes() - before).toBeLessThan(most / 4)
      controller.abort()
      expect((await exchange).failure?.cause).toBe('interrupted')
      expect((await exchange).bytesReceived).toBeGreaterThan(most / 2)
    })

    test('of which only the start is wanted are kept to their first 4 KiB', async () => {
      const bytes = `HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 50000\r\n\r\n${'x'.repeat(50_000)}`
      const { answer, failure } = await exchangeWith(bytes, { keeps: 'start' })
      expect([failure, answer?.isWhole, answer?.headers['x-a']]).toEqual([undefined, false, 'b'])
      expect(answer?.body.toString()).toBe('x'.repeat(4096))
    })

    test.each(Object.entries(codings))('compressed with %s are read as they were before', async (coding, encode) => {
      const bytes = withBody('200 OK', coding, encode(Buffer.from(longText)))
      const exchange = await exchangeWith(bytes, { keeps: 'all' })
      expect(exchange.failure).toBeUndefined()
      expect(exchange.answer?.body.toString()).toBe(longText)
      // What went over the wire counts.
      expect(exchange.bytesReceived).toBe(bytes.length)
      const shown = await exchangeWith(withBody('500 No', coding, encode(Buffer.from('no more seats'))))
      expect(shown.failure).toMatchObject({ cause: 'status', text: 'no more seats', body: 'no more seats' })
    })

    test('that are not what they say to be compressed with are failures', async () => {
      const { failure, answer } = await exchangeWith(withBody('200 OK', 'gzip', Buffer.from('<html>')), {
        keeps: 'all',
      })
      expect(failure).toMatchObject({ cause: 'content-encoding', fromServer: false })
      expect(failure?.text).toBe('The body is not the gzip that its header says: incorrect header check')
      expect([answer?.isWhole, answer?.body.length]).toEqual([false, 0])
    })

    test('that are far longer decompressed than may be read are failures', async () => {
      const bomb = gzipSync(Buffer.alloc(20_000_000))
      expect(bomb.length).toBeLessThan(20_000)
      const { failure } = await exchangeWith(withBody('200 OK', 'gzip', bomb), { keeps: 'all' })
      expect(failure).toMatchObject({
        cause: 'answer-too-large',
        text: 'The answer has more than 8388608 bytes, decompressed (maxAnswerSize)',
      })
    })

    test('to HEAD, and those without a body, have none that could be compressed', async () => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 50\r\n\r\n'
      expect((await exchangeWith(head, { keeps: 'all', method: 'HEAD' })).failure).toBeUndefined()
      const none = 'HTTP/1.1 204 No\r\nContent-Encoding: gzip\r\n\r\n'
      expect((await exchangeWith(none, { keeps: 'all' })).failure).toBeUndefined()
    })

    test('written by a server that closes with the request unread are seen whole', async () => {
      const body = 'Server.Concurrency limit exceeded'
      const server = await serve((socket) => {
        socket.pause()
        socket.end(`HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`, () =>
          socket.destroy(),
        )
      })
      const one = client()
      const request = get(server)
      const exchanges = await Promise.all(Array.from({ length: 100 }, () => one.send(request, limits())))
      expect(new Set(exchanges.map(({ status, failure }) => `${status} ${failure?.text}`))).toEqual(
        new Set([`503 ${body}`]),
      )
    })
  })

  describe(`${name}: requests`, () => {
    test('arrive as they were given', async () => {
      let head = ''
      const server = await serve((socket) => {
        socket.on('data', (data) => {
          head += data.toString()
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        })
      })
      const request = get(server, { method: 'POST', url: '/a?b=c', headers: { 'X-Name': 'value' }, body: 'größe' })
      await client().send(request, limits())
      expect(head).toMatch(/^POST \/a\?b=c HTTP\/1\.1\r\n/)
      expect(head).toContain(`host: 127.0.0.1:${server.port}\r\n`)
      expect(head).toContain('X-Name: value\r\n')
      expect(head).toMatch(/content-length: 7\r\n\r\ngröße$/)
    })

    test('one after another go over one connection', async () => {
      const server = await serve(answering('HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n'))
      const one = client()
      const request = get(server)
      const exchanges = [await one.send(request, limits()), await one.send(request, limits())]
      expect(server.accepted).toBe(1)
      const connections = exchanges.map(({ failure }) => failure?.connection)
      expect(connections.map((connection) => connection?.earlierRequests)).toEqual([0, 1])
      expect(connections[0]?.localPort).toBe(connections[1]?.localPort)
      expect(connections[0]?.localPort).toBe([...server.open][0]?.remotePort)
      expect(connections[0]?.remote).toBe(`127.0.0.1:${server.port}`)
    })

    test('that ask for it get a connection each', async () => {
      const server = await serve((socket) =>
        onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')),
      )
      const one = client()
      const request = get(server, { headers: { Connection: 'close' } })
      await one.send(request, limits())
      await one.send(request, limits())
      expect(server.accepted).toBe(2)
    })

    test('at the same time go over connections of their own', async () => {
      const server = await serve((socket) =>
        onRequest(socket, () => {
          if (server.open.size < 20) return
          for (const each of server.open) each.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        }),
      )
      const one = client()
      const request = get(server)
      const exchanges = await Promise.all(Array.from({ length: 20 }, () => one.send(request, limits())))
      expect(exchanges.filter(({ failure }) => failure !== undefined)).toEqual([])
      expect(server.accepted).toBe(20)
    })

    test('go to the targets in turn', async () => {
      const answer = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      const servers = [await serve(answer, '127.0.0.1'), await serve(answer, '127.0.0.2')]
      const request = compileRequest(
        requestOf({}),
        servers.map(({ url }) => url),
      )
      const one = client()
      for (let sent = 0; sent < 6; sent++) await one.send(request, limits())
      expect(servers.map(({ accepted }) => accepted)).toEqual([1, 1])
    })

    test('wait in order where no more connections may be made, and the wait is told', async () => {
      const order: string[] = []
      const server = await serve((socket) =>
        onRequest(socket, (head) => {
          order.push(head.split(' ')[1] ?? '')
          setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'), 20)
        }),
      )
      const one = client({ maxSockets: 2 })
      const paths = Array.from({ length: 8 }, (_, index) => `/${index}`)
      const exchanges = await Promise.all(paths.map((url) => one.send(get(server, { url }), limits())))
      expect(exchanges.map(({ status }) => status)).toEqual(paths.map(() => 200))
      expect(server.accepted).toBe(2)
      expect(order.slice(2)).toEqual(paths.slice(2))
      const blockedMs = exchanges.map(({ sentMs, startedMs }) => startedMs - sentMs)
      expect(blockedMs.at(-1)).toBeGreaterThan(50)
    })

    test('that wait for a connection lose patience, and can be interrupted', async () => {
      const server = await serve((socket) => socket.resume())
      const one = client({ maxSockets: 1 })
      const controller = new AbortController()
      const first = one.send(get(server), limits())
      const late = one.send(get(server), limits({ timeoutMs: 50 }))
      const stopped = one.send(get(server), limits({ signal: controller.signal }))
      controller.abort()
      expect((await stopped).failure?.cause).toBe('interrupted')
      expect((await late).failure).toMatchObject({ cause: 'timeout', text: 'No connection within 50 ms' })
      await one.close()
      expect((await first).failure?.cause).toBe('interrupted')
      expect(server.accepted).toBe(1)
    })

    test('to another place get the connection of an idle one, where no more may be made', async () => {
      const answer = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      const servers = [await serve(answer), await serve(answer)]
      const one = client({ maxSockets: 1 })
      for (const server of servers) expect((await one.send(get(server), limits())).status).toBe(200)
    })

    test('get a connection each, which this end closes first, where none is kept', async () => {
      const closedFirst: string[] = []
      const server = await serve((socket) => {
        socket.on('end', () => closedFirst.push('client'))
        onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
      })
      const one = client({ keepsConnections: false })
      for (let sent = 0; sent < 3; sent++) expect((await one.send(get(server), limits())).status).toBe(200)
      await expect.poll(() => closedFirst).toEqual(['client', 'client', 'client'])
      expect(server.accepted).toBe(3)
    })

    test('take a new connection when the server has closed the idle one', async () => {
      const server = await serve((socket) =>
        onRequest(socket, () => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
          setImmediate(() => socket.end())
        }),
      )
      const one = client()
      const request = get(server)
      await one.send(request, limits())
      await expect.poll(() => server.open.size).toBe(0)
      const second = await one.send(request, limits())
      expect([second.status, second.failure]).toEqual([200, undefined])
      expect(server.accepted).toBe(2)
    })

    test('say how their connection was made, where one was made for them', async () => {
      const server = await serve(answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
      const one = client()
      const first = await one.send(get(server), limits())
      expect(first.setup).toMatchObject({ lookingUpMs: 0, handshakingMs: 0 })
      expect(first.setup?.connectingMs).toBeGreaterThan(0)
      expect(first.setup?.connectingMs).toBeLessThanOrEqual(first.startedMs - first.sentMs)
      expect((await one.send(get(server), limits())).setup).toBeUndefined()
    })

    test('longer than the kernel takes at once tell how long they were being sent', async () => {
      const body = 'x'.repeat(16 * 1024 * 1024)
      const server = await serve((socket) => {
        let received = 0
        socket.pause()
        setTimeout(() => socket.resume(), 50)
        socket.on('data', (data) => {
          received += data.length
          if (received > body.length) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        })
      })
      const exchange = await client().send(get(server, { method: 'POST', body }), limits())
      expect(exchange.failure).toBeUndefined()
      expect(exchange.sendingMs).toBeGreaterThan(20)
      expect(exchange.sendingMs).toBeLessThanOrEqual(exchange.firstByteMs - exchange.startedMs)
      expect(exchange.bytesSent).toBeGreaterThan(body.length)
    })

    test('have times in order', async () => {
      const exchange = await exchangeWhere((socket) =>
        onRequest(socket, () => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no')
          setTimeout(() => socket.write('k'), 30)
        }),
      )
      const { sentMs, startedMs, firstByteMs, endMs } = exchange
      const times = [sentMs, startedMs, firstByteMs, endMs]
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(endMs - firstByteMs).toBeGreaterThan(20)
    })
  })

  describe(`${name}: failures`, () => {
    const causes: [string, string, (socket: Socket) => void][] = [
      ['a reset', 'reset', (socket) => onRequest(socket, () => socket.resetAndDestroy())],
      [
        'a reset within the body',
        'reset',
        (socket) =>
          onRequest(socket, () =>
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', () =>
              setTimeout(() => socket.resetAndDestroy(), 20),
            ),
          ),
      ],
      ['a close without an answer', 'closed', (socket) => onRequest(socket, () => socket.end())],
      [
        'a close within the head',
        'closed',
        (socket) => onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nContent-Le')),
      ],
      [
        'a close within the body',
        'closed',
        (socket) => onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
      ],
      [
        'a close within a last body',
        'closed',
        (socket) =>
          onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf')),
      ],
      [
        'a close within the chunks',
        'closed',
        (socket) =>
          onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal')),
      ],
      [
        'a close within the last chunks',
        'closed',
        (socket) =>
          onRequest(socket, () =>
            socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal'),
          ),
      ],
      ['an answer that is not HTTP', 'protocol', (socket) => onRequest(socket, () => socket.write('SSH-2.0-x\r\n'))],
      [
        'an answer of two lengths',
        'protocol',
        (socket) =>
          onRequest(socket, () =>
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'),
          ),
      ],
      [
        'a head without end',
        'protocol',
        (socket) => onRequest(socket, () => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)),
      ],
    ]
    test.each(causes)('tells %s as %s', async (_what, cause, onConnection) => {
      const exchange = await exchangeWhere(onConnection)
      expect(exchange.failure).toMatchObject({ cause, fromServer: false })
      expect(exchange.failure?.text).not.toBe('')
      expect(exchange.failure?.connection?.earlierRequests).toBe(0)
      expect(exchange.endMs).toBeGreaterThan(exchange.startedMs)
    })

    test('tells a refused connection, which never started', async () => {
      const server = await startRawServer(() => undefined)
      await server.close()
      const exchange = await client().send(get(server), limits())
      expect(exchange.failure).toMatchObject({ cause: 'connection-refused', connection: undefined })
      expect(exchange.failure?.text).toContain('ECONNREFUSED')
      expect([exchange.status, exchange.startedMs, exchange.firstByteMs]).toEqual([undefined, Number.NaN, Number.NaN])
      expect(exchange.endMs).toBeGreaterThan(exchange.sentMs)
    })

    test('tells a request that cannot be sent, instead of throwing', async () => {
      const exchange = await exchangeWith('', { headers: { 'Keep-Alive': 'never' } })
      expect(exchange.failure?.cause).toBe('other')
    })

    test.each<[string, (socket: Socket) => void, string]>([
      ['no answer', (socket) => socket.resume(), 'No answer within 100 ms'],
      [
        'an answer that drips',
        (socket) =>
          onRequest(socket, () => {
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
            const drip = setInterval(() => socket.write('.'), 10)
            socket.once('close', () => clearInterval(drip))
          }),
        'No complete answer within 100 ms',
      ],
    ])('drops the connection on %s within the time', async (_what, onConnection, text) => {
      const server = await serve(onConnection)
      const exchange = await client().send(get(server), limits({ timeoutMs: 100 }))
      expect(exchange.failure).toMatchObject({ cause: 'timeout', text })
      expect(exchange.endMs - exchange.sentMs).toBeGreaterThanOrEqual(99)
      await expect.poll(() => server.open.size).toBe(0)
    })

    test('tells a kept connection that closes when the next request comes, and does not send it again', async () => {
      let requests = 0
      const server = await serve((socket) =>
        onRequest(socket, () => {
          if (requests++ === 0) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
          else socket.end()
        }),
      )
      const one = client()
      await one.send(get(server), limits())
      const { failure } = await one.send(get(server), limits())
      expect(failure).toMatchObject({ cause: 'closed', connection: { earlierRequests: 1 } })
      // Other words are undici's.
      expect(['The other end closed the kept connection before its answer', 'other side closed']).toContain(
        failure?.text,
      )
      expect([requests, server.accepted]).toEqual([2, 1])
    })

    test('uses no connection again that a request was given up on', async () => {
      let requests = 0
      const server = await serve((socket) =>
        onRequest(socket, () => {
          if (requests++ > 0) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine')
        }),
      )
      const one = client()
      const first = await one.send(get(server), limits({ timeoutMs: 50 }))
      const second = await one.send(get(server), limits())
      expect([first.failure?.cause, second.status, server.accepted]).toEqual(['timeout', 200, 2])
    })
  })

  describe(`${name}: ends`, () => {
    test('a request at once when its signal aborts', async () => {
      const server = await serve((socket) => socket.resume())
      const controller = new AbortController()
      const pending = client().send(get(server), limits({ signal: controller.signal }))
      await expect.poll(() => server.open.size).toBe(1)
      controller.abort()
      expect((await pending).failure?.cause).toBe('interrupted')
      await expect.poll(() => server.open.size).toBe(0)
    })

    test('a request whose connection is not made yet', async () => {
      const server = await serve((socket) => socket.resume())
      const controller = new AbortController()
      const pending = client().send(get(server), limits({ signal: controller.signal }))
      controller.abort()
      const exchange = await pending
      expect(exchange.failure).toMatchObject({ cause: 'interrupted', connection: undefined })
      await expect.poll(() => server.open.size).toBe(0)
    })

    test('a request that was about to go over an idle connection', async () => {
      const server = await serve(answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
      const one = client()
      await one.send(get(server), limits())
      const controller = new AbortController()
      const pending = one.send(get(server), limits({ signal: controller.signal }))
      controller.abort()
      expect((await pending).failure?.cause).toBe('interrupted')
    })

    test('with no socket left open, and interrupts what is under way', async () => {
      const server = await serve((socket) =>
        onRequest(socket, (head) => {
          if (head.startsWith('GET /x')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        }),
      )
      const one = client()
      await Promise.all(Array.from({ length: 5 }, () => one.send(get(server), limits())))
      const pending = Array.from({ length: 8 }, () => one.send(get(server, { url: '/never' }), limits()))
      await expect.poll(() => server.open.size).toBe(8)
      await one.close()
      const exchanges = await Promise.all(pending)
      expect(new Set(exchanges.map(({ failure }) => failure?.cause))).toEqual(new Set(['interrupted']))
      await expect.poll(() => server.open.size).toBe(0)
      expect((await one.send(get(server), limits())).failure?.cause).toBe('interrupted')
      expect(server.accepted).toBe(8)
    })
  })
}

function requestOf(changes: Partial<HttpRequest>): HttpRequest {
  return { method: 'GET', url: '/x', headers: {}, body: undefined, isExpected: (status) => status < 400, ...changes }
}

function get(server: RawServer, changes: Partial<HttpRequest> = {}) {
  return compileRequest(requestOf(changes), [server.url])
}

function limits(changes: Partial<SendLimits> = {}): SendLimits {
  return { timeoutMs: 50_000, signal: new AbortController().signal, ...changes }
}
