import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { nothingCounted } from '@loadrun/metrics'
import type { StreamToxicPlan } from '@loadrun/plan'
import { createRandom } from '@loadrun/random'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startFarEnd } from './fixtures/far-end.ts'
import { endOf, open, readToEnd } from './fixtures/near-end.ts'
import { everyConnection, startProxy } from './fixtures/proxy.ts'
import { windowBytes } from './flow.ts'

function bytes(count: number, seed = 1): Buffer {
  const random = createRandom(seed)
  return Buffer.from(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('without toxics', () => {
  test('passes bytes on both ways, unchanged', async () => {
    await using far = await startFarEnd((socket) => socket.pipe(socket))
    await using proxy = await startProxy(far.port, [])
    const client = await open(proxy.port)
    const sent = bytes(3_000_000)
    client.end(sent)
    expect((await readToEnd(client)).equals(sent)).toBe(true)
    await until(() => proxy.counts().open === 0)
    expect(proxy.counts()).toEqual({
      ...nothingCounted.toxics,
      accepted: 1,
      upstreamConnections: 1,
      ended: 1,
      bytesUpstream: sent.length,
      bytesDownstream: sent.length,
    })
  })

  test('passes on that one end will send no more, and what the other sends after it', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [])
    const client = await open(proxy.port)
    const server = await far.connection(0)
    client.end('that is all')
    expect(String(await readToEnd(server))).toBe('that is all')
    server.write('and ')
    server.end('an answer')
    expect(String(await readToEnd(client))).toBe('and an answer')
  })

  test.each(['client', 'server'] as const)('passes a reset by the %s on as a reset', async (by) => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [])
    const client = await open(proxy.port)
    const server = await far.connection(0)
    const [resets, sees] = by === 'client' ? [client, server] : [server, client]
    const end = endOf(sees)
    resets.resetAndDestroy()
    expect(await end).toBe('ECONNRESET')
    await until(() => proxy.counts().open === 0)
    expect(proxy.counts()).toMatchObject({ passedReset: 1, ended: 0 })
  })

  test('lets what was sent before a reset arrive before it', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [
      { type: 'latency', latencyMs: 100, jitterMs: 0, ...everyConnection },
    ])
    const client = await open(proxy.port)
    const server = await far.connection(0)
    await until(() => proxy.counts().upstreamConnections === 1)
    server.write('503 and ')
    server.write('no more', () => server.resetAndDestroy())
    let received = ''
    client.on('data', (chunk) => {
      received += chunk
    })
    await new Promise((resolve) => client.once('close', resolve))
    expect(received).toBe('503 and no more')
    await until(() => proxy.counts().passedReset === 1)
  })

  test('resets a client for whom no connection can be made upstream', async () => {
    const far = await startFarEnd()
    const { port } = far
    await far[Symbol.asyncDispose]()
    await using proxy = await startProxy(port, [])
    const client = await open(proxy.port)
    expect(await endOf(client)).toBe('ECONNRESET')
    await until(() => proxy.counts().open === 0)
    expect(proxy.counts()).toMatchObject({ accepted: 1, upstreamConnections: 0, upstreamFailed: 1 })
  })

  test('stops reading for a peer that does not, so that memory stays bounded', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [])
    const client = await open(proxy.port)
    const server = (await far.connection(0)).pause()
    const sent = bytes(1_000_000)
    let written = 0
    let hasRoom = true
    client.on('drain', () => {
      hasRoom = true
    })
    // The kernel's buffers of four sockets take a few MB; after that the client must wait.
    while (hasRoom) {
      hasRoom = client.write(sent)
      written += sent.length
      expect(written).toBeLessThan(200_000_000)
      if (!hasRoom) await Promise.race([once(client, 'drain'), new Promise((resolve) => setTimeout(resolve, 1000))])
    }
    expect(proxy.counts().bytesHeld).toBeGreaterThanOrEqual(windowBytes / 2)
    expect(proxy.counts().bytesHeld).toBeLessThanOrEqual(windowBytes + 64 * 1024)
    client.end()
    let received = 0
    server.on('data', (chunk) => {
      received += chunk.length
    })
    server.resume()
    await once(server, 'end')
    expect(received).toBe(written)
  })
})

const effect = fc.oneof(
  fc.record({ type: fc.constant('latency' as const), latencyMs: fc.nat(20), jitterMs: fc.nat(20) }),
  fc.record({ type: fc.constant('bandwidth' as const), bytesPerSecond: fc.integer({ min: 500_000, max: 20_000_000 }) }),
  fc.record({
    type: fc.constant('slicer' as const),
    averageBytes: fc.integer({ min: 1000, max: 20_000 }),
    variationBytes: fc.nat(999),
    delayMs: fc.nat(2),
  }),
  fc.record({ type: fc.constant('slow_close' as const), delayMs: fc.nat(50) }),
  fc.record({ type: fc.constant('stall' as const) }),
)
const phase = fc.record({ fromMs: fc.nat(50), lengthMs: fc.integer({ min: 1, max: 100 }) })
const delayingToxic = fc
  .record({ effect, phase, stream: fc.constantFrom('upstream' as const, 'downstream' as const) })
  .map(
    (given): StreamToxicPlan => ({
      ...given.effect,
      stream: given.stream,
      toxicity: 1,
      fromMs: given.phase.fromMs,
      toMs: given.phase.fromMs + given.phase.lengthMs,
    }),
  )

test('every byte arrives, in order, through any combination of delaying toxics, and then the end', async () => {
  await using far = await startFarEnd((socket) => socket.pipe(socket))
  await fc.assert(
    fc.asyncProperty(fc.array(delayingToxic, { maxLength: 5 }), fc.nat(150_000), async (toxics, size) => {
      await using proxy = await startProxy(far.port, toxics)
      const client = await open(proxy.port)
      const sent = bytes(size, size)
      const cut = Math.floor(size / 3)
      client.write(sent.subarray(0, cut))
      client.end(sent.subarray(cut))
      expect((await readToEnd(client)).equals(sent)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

describe('reset_peer', () => {
  test('downstream lets the request arrive, loses the answer, and resets both ends', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [{ type: 'reset_peer', timeoutMs: 0, ...everyConnection }])
    const client = await open(proxy.port)
    const server = await far.connection(0)
    client.write('question')
    expect(String((await once(server, 'data'))[0])).toBe('question')
    const ends = [endOf(client), endOf(server)]
    server.write('answer')
    expect(await Promise.all(ends)).toEqual(['ECONNRESET', 'ECONNRESET'])
    await until(() => proxy.counts().open === 0)
    expect(proxy.counts()).toMatchObject({ resetByToxic: 1, bytesUpstream: 8, bytesDownstream: 0, bytesDropped: 6 })
  })

  test('upstream keeps the request from the server', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [
      { type: 'reset_peer', timeoutMs: 50, ...everyConnection, stream: 'upstream' },
    ])
    const client = await open(proxy.port)
    const server = await far.connection(0)
    const ends = [endOf(client), endOf(server)]
    client.write('question')
    expect(await Promise.all(ends)).toEqual(['ECONNRESET', 'ECONNRESET'])
    expect(server.bytesRead).toBe(0)
  })

  test('takes the share of connections that its toxicity says, the same ones for the same seed', async () => {
    await using far = await startFarEnd((socket) => socket.on('data', () => socket.end('answer')))
    const ends = async (seed: number) => {
      const toxic = { type: 'reset_peer', timeoutMs: 0, ...everyConnection, toxicity: 0.3 } as const
      await using proxy = await startProxy(far.port, [toxic], { seed })
      const seen: string[] = []
      for (let place = 0; place < 200; place += 1) {
        const client = await open(proxy.port)
        client.end('question')
        seen.push(await endOf(client))
      }
      return seen
    }
    const first = await ends(5)
    const resets = first.filter((end) => end === 'ECONNRESET').length
    expect(resets).toBeGreaterThan(35)
    expect(resets).toBeLessThan(85)
    expect(await ends(5)).toEqual(first)
    expect(await ends(6)).not.toEqual(first)
  })
})

describe('timeout', () => {
  test('takes everything and closes the connection in time', async () => {
    await using far = await startFarEnd((socket) => socket.write('hello'))
    await using proxy = await startProxy(far.port, [{ type: 'timeout', timeoutMs: 100, ...everyConnection }])
    const client = await open(proxy.port)
    expect(String(await readToEnd(client))).toBe('')
    client.destroy()
    await until(() => proxy.counts().open === 0)
    expect(proxy.counts()).toMatchObject({ closedByToxic: 1, bytesDropped: 5, bytesDownstream: 0 })
  })

  test('without a time is a black hole until its phase ends, and spares connections that it took nothing from', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [
      { type: 'timeout', timeoutMs: undefined, ...everyConnection, toMs: 300 },
    ])
    proxy.loadStarted()
    const [robbed, spared] = [await open(proxy.port), await open(proxy.port)]
    ;(await far.connection(0)).write('lost')
    expect(await endOf(robbed)).toBe('fin')
    const answer = once(spared, 'data')
    ;(await far.connection(1)).write('kept')
    expect(String((await answer)[0])).toBe('kept')
    spared.destroy()
    robbed.destroy()
  })
})

describe('limit_data', () => {
  test('lets so many bytes through, and then closes the connection', async () => {
    await using far = await startFarEnd((socket) => socket.write(bytes(100_000)))
    await using proxy = await startProxy(far.port, [{ type: 'limit_data', bytes: 70_000, ...everyConnection }])
    const client = await open(proxy.port)
    expect((await readToEnd(client)).equals(bytes(100_000).subarray(0, 70_000))).toBe(true)
    client.destroy()
    await until(() => proxy.counts().open === 0)
    expect(proxy.counts()).toMatchObject({ closedByToxic: 1, bytesDownstream: 70_000 })
  })
})

describe('down', () => {
  const refusedOrOpen = (port: number) =>
    new Promise<Socket | string>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => resolve(socket)).once('error', (error) => resolve(String(error)))
    })

  test('closes open connections, refuses new ones, and listens again when it is over', async () => {
    await using far = await startFarEnd()
    await using proxy = await startProxy(far.port, [{ type: 'down', fromMs: 500, toMs: 1500 }])
    const client = await open(proxy.port)
    await far.connection(0)
    proxy.loadStarted()
    expect(await endOf(client)).toBe('fin')
    client.destroy()
    await until(() => proxy.counts().closedByToxic === 1)
    let tried = await refusedOrOpen(proxy.port)
    expect(tried).toContain('ECONNREFUSED')
    while (typeof tried === 'string') {
      await new Promise((resolve) => setTimeout(resolve, 50))
      tried = await refusedOrOpen(proxy.port)
    }
    tried.destroy()
    expect(proxy.counts()).toMatchObject({ accepted: 2 })
  })
})

test('carries thousands of connections at once', async () => {
  const count = 2000
  await using far = await startFarEnd((socket) => socket.pipe(socket))
  await using proxy = await startProxy(far.port, [
    { type: 'latency', latencyMs: 200, jitterMs: 100, ...everyConnection },
  ])
  const clients: Socket[] = []
  for (let place = 0; place < count; place += 1) clients.push(await open(proxy.port))
  await until(() => proxy.counts().upstreamConnections === count)
  expect(proxy.counts().open).toBe(count)
  const echoes = await Promise.all(
    clients.map((client, place) => {
      client.end(`connection ${place}`)
      return readToEnd(client)
    }),
  )
  expect(echoes.map(String)).toEqual(clients.map((_, place) => `connection ${place}`))
  await until(() => proxy.counts().open === 0)
  expect(proxy.counts().ended).toBe(count)
})
