import { Agent } from 'node:http'
import { connect } from 'node:net'
import { type MiddlewareCounts, nothingCounted } from '@loadrun/metrics'
import { type MiddlewarePlan, plainMiddleware } from '@loadrun/plan'
import type { Upstream } from '@loadrun/topology'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ask } from './fixtures/ask.ts'
import {
  answer,
  limitExceeded,
  type RawServer,
  type RawServerBehaviour,
  rejection,
  startRawServer,
} from './fixtures/raw-server.ts'
import { type Middleware, startMiddleware } from './middleware.ts'

const started: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of started.splice(0).reverse()) await each.stop()
})

let nowMs = 0
async function middlewareTo(upstream: Upstream, plan: Partial<MiddlewarePlan> = {}): Promise<Middleware> {
  const middleware = await startMiddleware({ ...defaultPlan, ...plan }, upstream, { clock: () => nowMs })
  started.push(middleware)
  return middleware
}

async function serverThat(behaviour: RawServerBehaviour): Promise<RawServer & { readonly upstream: Upstream }> {
  const server = await startRawServer(behaviour)
  started.push({ stop: () => server.close() })
  return { ...server, upstream: { addresses: behaviour.addresses ?? ['127.0.0.1'], port: server.port } }
}

const defaultPlan = plainMiddleware({ fanout: 3, seed: 1 })
const ok = answer('200 OK', 'fine')

describe('a request', () => {
  test('is sent upstream as often as the fan-out says, and answered when all have succeeded', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(ok) })
    const middleware = await middlewareTo(server.upstream)
    const { status, headers, body } = await ask(middleware.address.port)
    expect([status, headers['content-type'], body]).toMatchObject([200, 'application/json', '{"upstreamRequests":3}'])
    expect(server.requests.length).toBe(3)
    expect(middleware.counts()).toMatchObject({
      ...noCounts,
      received: 1,
      answeredOk: 1,
      upstreamRequests: 3,
      upstreamSent: 3,
      upstreamOk: 3,
      upstreamConnections: 3,
    })
  })

  test('keeps its method, path, query and body bytes', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(ok) })
    const middleware = await middlewareTo(server.upstream, { fanout: 1 })
    const question = { method: 'PUT', path: '/a%20b/c?d=1&d=2', body: 'é\0\n', headers: { 'Content-Type': 'x/y' } }
    await ask(middleware.address.port, question)
    const [request = ''] = server.requests
    expect(request).toMatch(/^PUT \/a%20b\/c\?d=1&d=2 HTTP\/1\.1\r\n/)
    expect(request).toContain(`\r\nhost: 127.0.0.1:${server.port}\r\n`)
    expect(request).toContain('\r\ncontent-type: x/y\r\n')
    expect(Buffer.from(request.split('\r\n\r\n')[1] ?? '', 'latin1').toString()).toBe(question.body)
  })

  test('goes to a URL of the user under the path of that URL', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(ok) })
    const middleware = await middlewareTo({ url: `http://localhost:${server.port}/api/` }, { fanout: 1 })
    expect((await ask(middleware.address.port, { path: '/search?q=1' })).status).toBe(200)
    expect(server.requests[0]).toMatch(/^GET \/api\/search\?q=1 HTTP\/1\.1\r\n/)
  })

  test('in sequence stops at the first failure', async () => {
    let seen = 0
    const server = await serverThat({
      onRequest: (socket) => socket.write(++seen === 2 ? answer('500 Oops', 'no') : ok),
    })
    const middleware = await middlewareTo(server.upstream, { fanout: 5, order: 'sequence' })
    expect(await ask(middleware.address.port)).toMatchObject({ status: 502, body: 'no' })
    expect(server.requests.length).toBe(2)
    expect(server.connections()).toBe(1)
  })

  test('is answered at the first failure while its siblings run on', async () => {
    const held: (() => void)[] = []
    const server = await serverThat({
      onRequest: (socket) => {
        if (held.length === 2) socket.write(answer('503 Busy', 'busy'))
        else held.push(() => socket.write(ok))
      },
    })
    const middleware = await middlewareTo(server.upstream)
    expect((await ask(middleware.address.port)).status).toBe(502)
    expect(middleware.counts()).toMatchObject({
      inFlight: 0,
      answeredFailed: 1,
      upstreamInFlight: 2,
      upstreamFailed: 1,
    })
    for (const release of held) release()
    await until(() => middleware.counts().upstreamInFlight === 0)
    expect(middleware.counts()).toMatchObject({ upstreamOk: 2, upstreamFailed: 1 })
  })

  test('whose client goes away is counted as abandoned, and its upstream requests run on', async () => {
    const held: (() => void)[] = []
    const server = await serverThat({ onRequest: (socket) => held.push(() => socket.write(ok)) })
    const middleware = await middlewareTo(server.upstream)
    const asking = ask(middleware.address.port, { patienceMs: 100 })
    await expect(asking).rejects.toThrow()
    await until(() => middleware.counts().abandonedByClient === 1)
    await until(() => held.length === 3)
    for (const release of held) release()
    await until(() => middleware.counts().upstreamOk === 3)
    expect(middleware.counts()).toMatchObject({ inFlight: 0, received: 1, answeredOk: 0, answeredFailed: 0 })
  })
})

describe('a failed request', () => {
  test('carries a message whose length only the end of the connection tells', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.end('HTTP/1.0 500 Oops\r\n\r\nno more slots') })
    const { body } = await ask((await middlewareTo(server.upstream)).address.port)
    expect(body).toBe('no more slots')
  })

  test('carries as much of the message as had come when the connection broke', async () => {
    const server = await serverThat({
      onRequest: (socket) => socket.end('HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nall slots'),
    })
    const { headers, body } = await ask((await middlewareTo(server.upstream)).address.port)
    expect([headers['x-upstream-status'], body]).toEqual(['503', 'all slots'])
  })

  test('carries the upstream message, verbatim, and its status', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(answer('500 Oops', 'Fehler: ü\n')) })
    const { status, headers, body } = await ask((await middlewareTo(server.upstream)).address.port)
    expect([status, body]).toEqual([502, 'Fehler: ü\n'])
    expect(headers).toMatchObject({ 'content-type': 'text/plain', 'x-upstream-status': '500' })
  })

  test('says so when the upstream gave no message', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(answer('503 Service Unavailable', '')) })
    const { body } = await ask((await middlewareTo(server.upstream)).address.port)
    expect(body).toBe('upstream answered 503 Service Unavailable without a body')
  })

  test('is told as a timeout when our own timer ended it, and its connection is dropped', async () => {
    let dropped = 0
    const server = await serverThat({
      onConnection: (socket) =>
        socket.on('end', () => {
          dropped += 1
        }),
    })
    const middleware = await middlewareTo(server.upstream, { timeoutMs: 100 })
    const { status, headers, body } = await ask(middleware.address.port)
    expect([status, body, headers['x-upstream-error']]).toEqual([
      502,
      'upstream did not answer within 100 ms',
      'timeout',
    ])
    await until(() => dropped === 3)
    expect(middleware.counts()).toMatchObject({ upstreamFailed: 3, upstreamTimeouts: 3, upstreamInFlight: 0 })
  })

  test.each([
    ['a body that never ends', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
    ['a head that never ends', 'HTTP/1.1 200 OK\r\nContent-'],
  ])('counts the timeout up to the last byte: %s', async (_, bytes) => {
    const server = await serverThat({ onRequest: (socket) => socket.write(bytes) })
    const middleware = await middlewareTo(server.upstream, { timeoutMs: 100 })
    expect((await ask(middleware.address.port)).headers['x-upstream-error']).toBe('timeout')
  })

  test.each<[string, RawServerBehaviour, string, string]>([
    [
      'reset',
      { onRequest: (socket) => socket.resetAndDestroy() },
      'reset',
      'upstream connection was reset (ECONNRESET)',
    ],
    [
      'closed without an answer',
      { onRequest: (socket) => socket.end() },
      'closed',
      'upstream closed the connection before the whole answer had come (UND_ERR_SOCKET)',
    ],
    [
      'closed within an answer',
      { onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nabc') },
      'closed',
      'upstream closed the connection before the whole answer had come (UND_ERR_RES_CONTENT_LENGTH_MISMATCH)',
    ],
    [
      'not HTTP',
      { onRequest: (socket) => socket.end('220 mail.example ESMTP\r\n') },
      'other',
      'upstream request failed: Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/)',
    ],
  ])('says what became of a connection that was %s', async (_, behaviour, cause, sentence) => {
    const server = await serverThat(behaviour)
    const middleware = await middlewareTo(server.upstream, { timeoutMs: 5_000 })
    const { status, headers, body } = await ask(middleware.address.port)
    expect([status, headers['x-upstream-error'], body]).toEqual([502, cause, sentence])
    expect(middleware.counts()).toMatchObject({ upstreamTimeouts: 0 })
  })

  test('says that the upstream refused the connection', async () => {
    const server = await startRawServer({})
    await server.close()
    const middleware = await middlewareTo({ addresses: ['127.0.0.1'], port: server.port })
    const { headers, body } = await ask(middleware.address.port)
    expect([headers['x-upstream-error'], body]).toEqual([
      'connection-refused',
      'upstream refused the connection (ECONNREFUSED)',
    ])
    expect(middleware.counts()).toMatchObject({ upstreamFailed: 3, upstreamConnections: 0 })
  })
})

describe('a timeout of its own', () => {
  test('ends a connection that does not come to stand', async () => {
    // The server accepts and says nothing, so that the TLS handshake never ends.
    const server = await serverThat({})
    const plan = { fanout: 1, connectTimeoutMs: 100, headersTimeoutMs: 20_000, timeoutMs: 30_000 }
    const middleware = await middlewareTo({ url: `https://127.0.0.1:${server.port}` }, plan)
    const { headers, body } = await ask(middleware.address.port)
    expect([headers['x-upstream-error'], body]).toEqual([
      'connect-timeout',
      'no connection to the upstream stood within 100 ms',
    ])
    expect(middleware.counts()).toMatchObject({ upstreamSent: 0, upstreamTimeouts: 1, upstreamConnections: 0 })
  })

  test('ends an answer that does not begin', async () => {
    const server = await serverThat({})
    const plan = { fanout: 1, connectTimeoutMs: 20_000, headersTimeoutMs: 100, timeoutMs: 30_000 }
    const middleware = await middlewareTo(server.upstream, plan)
    const { headers, body } = await ask(middleware.address.port)
    expect([headers['x-upstream-error'], body]).toEqual([
      'headers-timeout',
      'upstream did not begin to answer within 100 ms',
    ])
    expect(middleware.counts()).toMatchObject({ upstreamSent: 1, upstreamTimeouts: 1 })
  })

  test('of all attempts together ends them, whatever time each of them has', async () => {
    const server = await serverThat({})
    const retries = { count: 100, backoff: { kind: 'fixed', ms: 1 }, budget: undefined, on: ['timeout'] } as const
    const plan = { fanout: 1, timeoutMs: 50, totalTimeoutMs: 1000, retries }
    const middleware = await middlewareTo(server.upstream, plan)
    const { status, headers, body } = await ask(middleware.address.port)
    expect([status, headers['x-upstream-error'], body]).toEqual([
      502,
      'total-timeout',
      'all attempts together took longer than 1000 ms',
    ])
    const counts = middleware.counts()
    expect(counts.upstreamRequests).toBe(counts.retries + 1)
    expect(counts.retries).toBeGreaterThan(0)
    expect(middleware.upstreamFailures().map(({ cause }) => cause)).toEqual(
      expect.arrayContaining(['timeout', 'total-timeout']),
    )
    expectToAddUp(counts)
  })

  test('for the head leaves a long body alone', async () => {
    const server = await serverThat({
      onRequest: (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfi')
        setTimeout(() => socket.write('ne'), 1200)
      },
    })
    const middleware = await middlewareTo(server.upstream, { fanout: 1, headersTimeoutMs: 1000, connections: 'close' })
    expect((await ask(middleware.address.port)).status).toBe(200)
  })
})

describe('policies', () => {
  test('retries are counted, and the last failure is told', async () => {
    let seen = 0
    const server = await serverThat({
      onRequest: (socket) => socket.write(++seen === 3 ? ok : answer('503 Busy', `busy ${seen}`)),
    })
    const retries = { backoff: { kind: 'fixed', ms: 1 }, budget: undefined, on: ['status'] } as const
    const middleware = await middlewareTo(server.upstream, { fanout: 1, retries: { ...retries, count: 2 } })
    expect((await ask(middleware.address.port)).status).toBe(200)
    expect((await ask(middleware.address.port)).body).toBe('busy 6')
    expect(middleware.counts()).toMatchObject({ answeredOk: 1, answeredFailed: 1, upstreamRequests: 6, retries: 4 })
  })

  test('a hedge answers for a request that hangs, whose connection is dropped', async () => {
    let closed = 0
    const server = await serverThat({
      onConnection: (socket) =>
        socket.on('close', () => {
          closed += 1
        }),
      onRequest: (socket) => server.requests.length > 1 && socket.write(ok),
    })
    const middleware = await middlewareTo(server.upstream, { fanout: 1, hedge: { afterMs: 50 } })
    expect((await ask(middleware.address.port)).status).toBe(200)
    await until(() => closed === 1)
    expect(middleware.counts()).toMatchObject({
      ...{ upstreamRequests: 2, upstreamOk: 1, upstreamDropped: 1, hedges: 1, hedgesWon: 1, upstreamFailed: 0 },
    })
  })

  test('an open circuit breaker answers for the upstream, in its own words', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(answer('500 Oops', 'no')) })
    const circuitBreaker = { opens: { kind: 'consecutive', failures: 2 }, openForMs: 600_000 } as const
    const middleware = await middlewareTo(server.upstream, { fanout: 1, circuitBreaker })
    const answers = [await ask(middleware.address.port), await ask(middleware.address.port)]
    expect(answers.map(({ body }) => body)).toEqual(['no', 'no'])
    const { status, headers, body } = await ask(middleware.address.port)
    expect([status, headers['x-upstream-error'], body]).toEqual([
      502,
      'circuit-open',
      'circuit breaker is open: upstream was not asked',
    ])
    expect(server.requests.length).toBe(2)
    expect(middleware.counts()).toMatchObject({ refusedByCircuit: 1, circuitOpenings: 1, circuitOpen: 1 })
    expect(middleware.upstreamFailures()).toMatchObject([{ count: 2 }, { cause: 'circuit-open', count: 1 }])
  })

  test('siblings of a failed request are dropped where they should be, those in line for a connection too', async () => {
    let closed = 0
    const server = await serverThat({
      onConnection: (socket) =>
        socket.on('close', () => {
          closed += 1
        }),
      onRequest: (socket) => server.requests.length === 3 && socket.write(answer('503 Busy', 'busy')),
    })
    const cancel = { siblings: true, onClientDisconnect: false }
    const middleware = await middlewareTo(server.upstream, { fanout: 40, maxSockets: 3, cancel })
    expect((await ask(middleware.address.port)).body).toBe('busy')
    await until(() => closed === server.connections())
    expect(middleware.counts()).toMatchObject({
      ...{ upstreamRequests: 40, upstreamFailed: 1, upstreamDropped: 39, upstreamInFlight: 0, waitingForSocket: 0 },
    })
    // The connection that brought the failure serves the next in line before anybody has heard of it.
    expect(middleware.counts().upstreamSent).toBeLessThanOrEqual(4)
  })

  test('requests are dropped when their client goes away, where they should be', async () => {
    let closed = 0
    const server = await serverThat({
      onConnection: (socket) =>
        socket.on('close', () => {
          closed += 1
        }),
    })
    const cancel = { siblings: false, onClientDisconnect: true }
    const middleware = await middlewareTo(server.upstream, { cancel })
    await expect(ask(middleware.address.port, { patienceMs: 200 })).rejects.toThrow()
    await until(() => middleware.counts().upstreamDropped === 3)
    await until(() => closed === server.connections())
    expect(middleware.counts()).toMatchObject({ abandonedByClient: 1, upstreamInFlight: 0, upstreamFailed: 0 })
  })
})

describe('a client', () => {
  test('that goes away while it sends its body is counted as abandoned, and nothing is sent upstream', async () => {
    const server = await serverThat({})
    const middleware = await middlewareTo(server.upstream)
    const socket = connect(middleware.address.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
    await until(() => middleware.counts().inFlight === 1)
    socket.destroy()
    await until(() => middleware.counts().abandonedByClient === 1)
    expect(middleware.counts()).toMatchObject({ ...noCounts, received: 1, abandonedByClient: 1, abandonedUnsent: 1 })
  })

  test('that asks for what cannot be sent on is told why', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(ok) })
    const middleware = await middlewareTo(server.upstream, { maxSockets: 1 })
    const { status, headers, body } = await ask(middleware.address.port, { method: 'OPTIONS', path: '*' })
    expect([status, headers['x-upstream-error']]).toEqual([502, 'other'])
    expect(body).toContain('upstream request failed: ')
    expect((await ask(middleware.address.port)).status).toBe(200)
    expectToAddUp(middleware.counts())
  })

  test('gets no body for HEAD', async () => {
    const server = await serverThat({
      onRequest: (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
    })
    const middleware = await middlewareTo(server.upstream)
    expect(await ask(middleware.address.port, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect(server.requests[0]).toMatch(/^HEAD /)
  })
})

describe('upstreamFailures()', () => {
  test('groups failures by cause and text, with times since the load started', async () => {
    let status = '503 Busy'
    const server = await serverThat({ onRequest: (socket) => socket.write(answer(status, `said ${status}`)) })
    nowMs = 1000
    const middleware = await middlewareTo(server.upstream, { fanout: 2 })
    middleware.loadStarted()
    nowMs = 1500
    await ask(middleware.address.port)
    await until(() => middleware.counts().upstreamFailed === 2)
    nowMs = 2500
    await ask(middleware.address.port)
    await until(() => middleware.counts().upstreamFailed === 4)
    status = '500 Oops'
    await ask(middleware.address.port)
    await until(() => middleware.counts().upstreamFailed === 6)
    expect(middleware.upstreamFailures()).toEqual([
      { cause: 'status', status: 503, text: 'said 503 Busy', count: 4, firstMs: 500, lastMs: 1500 },
      { cause: 'status', status: 500, text: 'said 500 Oops', count: 2, firstMs: 1500, lastMs: 1500 },
    ])
  })
})

describe('connections', () => {
  test('are kept and used again with keep-alive', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.write(ok) })
    const middleware = await middlewareTo(server.upstream)
    for (let index = 0; index < 20; index += 1) await ask(middleware.address.port)
    expect(server.requests.length).toBe(60)
    expect(server.connections()).toBe(3)
    expect(server.requests[0]).toContain('\r\nconnection: keep-alive\r\n')
  })

  test('are replaced when the server closes them while they idle', async () => {
    const server = await serverThat({ onRequest: (socket) => socket.end(ok) })
    const middleware = await middlewareTo(server.upstream, { fanout: 1 })
    for (let index = 0; index < 20; index += 1) expect((await ask(middleware.address.port)).status).toBe(200)
    expect(server.connections()).toBe(20)
    expect(middleware.counts().upstreamConnections).toBe(20)
  })

  test.each(['close', 'client-closes'] as const)('serve one request each with %s', async (connections) => {
    const server = await serverThat({
      onRequest: (socket, request) => (/\r\nconnection: close\r\n/i.test(request) ? socket.end(ok) : socket.write(ok)),
    })
    const middleware = await middlewareTo(server.upstream, { connections })
    for (let index = 0; index < 10; index += 1) expect((await ask(middleware.address.port)).status).toBe(200)
    expect([server.connections(), server.requests.length]).toEqual([30, 30])
    const wanted = connections === 'close' ? 'close' : 'keep-alive'
    expect(server.requests.every((request) => request.includes(`\r\nconnection: ${wanted}\r\n`))).toBe(true)
  })

  test('go to the addresses in turn', async () => {
    const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4'].slice(
      0,
      process.platform === 'linux' ? 4 : 1,
    )
    const seen: string[] = []
    const server = await serverThat({
      addresses,
      onConnection: (socket) => seen.push(socket.localAddress ?? ''),
      onRequest: (socket) => socket.write(ok),
    })
    const middleware = await middlewareTo(server.upstream, { connections: 'client-closes', fanout: 4 })
    for (let index = 0; index < 5; index += 1) await ask(middleware.address.port)
    for (const address of addresses) expect(seen.filter((one) => one === address).length).toBe(20 / addresses.length)
  })

  test.each(['keep-alive', 'close', 'client-closes'] as const)(
    'are at most maxSockets at once, and requests wait their turn: %s',
    async (connections) => {
      let open = 0
      let most = 0
      const server = await serverThat({
        onConnection: (socket) => {
          open += 1
          most = Math.max(most, open)
          socket.on('close', () => {
            open -= 1
          })
        },
        onRequest: (socket, request) =>
          setTimeout(() => (request.includes('connection: close') ? socket.end(ok) : socket.write(ok)), 10),
      })
      const middleware = await middlewareTo(server.upstream, { connections, maxSockets: 4 })
      const asked = Array.from({ length: 10 }, () => ask(middleware.address.port))
      await until(() => middleware.counts().waitingForSocket > 0)
      expect(middleware.counts().upstreamInFlight).toBeGreaterThan(middleware.counts().waitingForSocket)
      for (const { status } of await Promise.all(asked)) expect(status).toBe(200)
      expect(middleware.counts()).toMatchObject({ waitingForSocket: 0, upstreamOk: 30 })
      expect(most).toBeLessThanOrEqual(4 + (connections === 'keep-alive' ? 0 : 4))
      expect(most).toBeGreaterThanOrEqual(4)
    },
  )

  test('are waited for no longer than the timeout', async () => {
    const server = await serverThat({})
    const middleware = await middlewareTo(server.upstream, { fanout: 1, maxSockets: 1, timeoutMs: 150 })
    const asked = Promise.all([
      ask(middleware.address.port),
      ask(middleware.address.port),
      ask(middleware.address.port),
    ])
    const bodies = (await asked).map(({ body }) => body)
    expect(bodies).toContain('upstream did not answer within 150 ms')
    expect(bodies).toContain('no upstream connection became free within 150 ms')
    expect(middleware.counts()).toMatchObject({ waitingForSocket: 0, upstreamInFlight: 0, upstreamTimeouts: 3 })
  })

  test('are never opened without a request, not even after timeouts', async () => {
    const server = await serverThat({
      onRequest: (socket, request) => request.startsWith('GET /quick') && socket.write(ok),
    })
    for (const connections of ['keep-alive', 'close', 'client-closes'] as const) {
      const before = { connections: server.connections(), requests: server.requests.length }
      const middleware = await middlewareTo(server.upstream, { connections, timeoutMs: 1000 })
      await Promise.all(Array.from({ length: 30 }, () => ask(middleware.address.port, { path: '/hangs' })))
      await ask(middleware.address.port, { path: '/quick' })
      await until(() => middleware.counts().upstreamInFlight === 0)
      await new Promise((resolve) => setTimeout(resolve, 100))
      const { upstreamRequests, upstreamConnections } = middleware.counts()
      expect(upstreamRequests).toBe(93)
      expect(upstreamConnections).toBe(93)
      expect(server.connections() - before.connections).toBe(93)
      expect(server.requests.length - before.requests).toBe(93)
    }
  })
})

describe('a rejection written at accept, with the request unread', () => {
  test.each([
    ['keep-alive', 'GET', undefined],
    ['client-closes', 'GET', undefined],
    ['close', 'GET', undefined],
    ['client-closes', 'POST', 'x'.repeat(16_000)],
  ] as const)('is seen whole every time: %s, %s', async (connections, method, body) => {
    const server = await serverThat({
      onConnection: (socket) => {
        socket.write(rejection)
        socket.destroy()
      },
    })
    const middleware = await middlewareTo(server.upstream, { connections })
    const agent = new Agent({ keepAlive: true, maxSockets: 30 })
    const question = { agent, method, ...(body && { body }) }
    const answers = await Promise.all(Array.from({ length: 500 }, () => ask(middleware.address.port, question)))
    agent.destroy()
    for (const { status, body } of answers) expect([status, body]).toEqual([502, limitExceeded])
    await until(() => middleware.counts().upstreamInFlight === 0)
    expect(middleware.upstreamFailures()).toMatchObject([
      { cause: 'status', status: 503, text: limitExceeded, count: 1500 },
    ])
    expect(server.connections()).toBe(1500)
  })
})

describe('counts', () => {
  test('always add up, whatever the upstream does and whenever clients go away', async () => {
    const acts = ['ok', 'fail', 'reset', 'close', 'hang', 'slow'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          acts: fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 20 }),
          requests: fc.array(fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }), {
            minLength: 1,
            maxLength: 25,
          }),
          fanout: fc.integer({ min: 1, max: 5 }),
          order: fc.constantFrom('parallel' as const, 'sequence' as const),
          connections: fc.constantFrom('keep-alive' as const, 'close' as const, 'client-closes' as const),
          maxSockets: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
          connectTimeoutMs: fc.constantFrom(undefined, 30),
          headersTimeoutMs: fc.constantFrom(undefined, 15),
          totalTimeoutMs: fc.constantFrom(undefined, 25),
          retries: fc.option(
            fc.record({
              count: fc.integer({ min: 1, max: 3 }),
              backoff: fc.constantFrom(
                { kind: 'fixed' as const, ms: 5 },
                { kind: 'exponential' as const, firstMs: 2, maxMs: 8, jitter: true },
              ),
              budget: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
              on: fc.constantFrom(['timeout', 'connect', 'reset', 'status'] as const, ['status'] as const),
            }),
            { nil: undefined },
          ),
          hedge: fc.option(fc.record({ afterMs: fc.integer({ min: 1, max: 30 }) }), { nil: undefined }),
          circuitBreaker: fc.option(
            fc.record({
              opens: fc.record({ kind: fc.constant('consecutive' as const), failures: fc.integer({ min: 1, max: 5 }) }),
              openForMs: fc.integer({ min: 1, max: 50 }),
            }),
            { nil: undefined },
          ),
          cancel: fc.record({ siblings: fc.boolean(), onClientDisconnect: fc.boolean() }),
        }),
        async ({ acts, requests, ...plan }) => {
          let index = 0
          const server = await startRawServer({
            onRequest: (socket) => {
              const act = acts[index++ % acts.length]
              if (act === 'ok') socket.write(ok)
              if (act === 'slow') setTimeout(() => socket.write(ok), 20)
              if (act === 'fail') socket.write(answer('500 Oops', 'no'))
              if (act === 'reset') socket.resetAndDestroy()
              if (act === 'close') socket.end()
            },
          })
          const upstream = { addresses: ['127.0.0.1'], port: server.port }
          const middleware = await startMiddleware({ ...defaultPlan, ...plan, timeoutMs: 40 }, upstream, {
            clock: () => 0,
          })
          const check = () => expectToAddUp(middleware.counts())
          const watching = setInterval(check, 5)
          try {
            const asked = requests.map((patienceMs) =>
              ask(middleware.address.port, patienceMs === undefined ? {} : { patienceMs }).catch(() => undefined),
            )
            await Promise.all(asked)
            check()
            await untilQuiet(middleware)
            check()
            const counts = middleware.counts()
            expect(counts.waitingForSocket).toBe(0)
            // A timeout may end a connection just as the kernel makes it, which the middleware then does not count.
            await until(() => server.connections() >= counts.upstreamConnections)
            expect(server.connections()).toBeLessThanOrEqual(counts.upstreamRequests)
            // The time for all attempts is none of theirs: what it finds under way counts as dropped.
            const ofAttempts = middleware.upstreamFailures().filter(({ cause }) => cause !== 'total-timeout')
            const failures = ofAttempts.reduce((sum, { count }) => sum + count, 0)
            expect(failures).toBe(counts.upstreamFailed + counts.refusedByCircuit)
            const firstAttempts = (counts.received - counts.abandonedUnsent) * plan.fanout
            const attempts = counts.upstreamRequests + counts.refusedByCircuit
            if (plan.order === 'parallel') expect(attempts).toBe(firstAttempts + counts.retries + counts.hedges)
            else expect(attempts).toBeLessThanOrEqual(firstAttempts + counts.retries + counts.hedges)
          } finally {
            clearInterval(watching)
            await middleware.stop()
            await server.close()
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('stay as they were when the middleware stops with requests in flight', async () => {
    const server = await serverThat({})
    const middleware = await middlewareTo(server.upstream)
    const asking = ask(middleware.address.port).catch(() => 'cut off')
    await until(() => server.requests.length === 3)
    await middleware.stop()
    expect(await asking).toBe('cut off')
    expect(middleware.counts()).toMatchObject({
      inFlight: 1,
      upstreamInFlight: 3,
      abandonedByClient: 0,
      upstreamFailed: 0,
    })
  })
})

function expectToAddUp(counts: MiddlewareCounts): void {
  const { received, answeredOk, answeredFailed, abandonedByClient, inFlight } = counts
  expect(answeredOk + answeredFailed + abandonedByClient + inFlight).toBe(received)
  const { upstreamRequests, upstreamSent, upstreamInFlight, upstreamTimeouts, waitingForSocket } = counts
  const { upstreamOk, upstreamFailed, upstreamDropped } = counts
  expect(upstreamOk + upstreamFailed + upstreamDropped + upstreamInFlight).toBe(upstreamRequests)
  expect(upstreamSent).toBeLessThanOrEqual(upstreamRequests - waitingForSocket)
  expect(upstreamOk).toBeLessThanOrEqual(upstreamSent)
  expect(counts.abandonedUnsent).toBeLessThanOrEqual(abandonedByClient)
  expect(counts.hedgesWon).toBeLessThanOrEqual(Math.min(counts.hedges, upstreamOk))
  expect(upstreamTimeouts).toBeLessThanOrEqual(upstreamFailed)
  expect(waitingForSocket).toBeLessThanOrEqual(upstreamInFlight)
}

/** Processor time is spent on nothing, too. */
const noCounts = { ...nothingCounted.middleware, cpuUserMs: expect.any(Number), cpuSystemMs: expect.any(Number) }

/** Nothing under way, and no retry about to be made, whose waiting no count shows. */
async function untilQuiet(middleware: Middleware): Promise<void> {
  let before = -1
  for (;;) {
    const { inFlight, upstreamInFlight, upstreamRequests, retries } = middleware.counts()
    if (inFlight === 0 && upstreamInFlight === 0 && upstreamRequests + retries === before) return
    before = upstreamRequests + retries
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
