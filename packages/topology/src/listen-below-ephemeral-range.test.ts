import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { listenBelowEphemeralRange } from './listen-below-ephemeral-range.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(port: number): Promise<number> {
  const server = createServer()
  servers.push(server.listen(port, '127.0.0.1'))
  await once(server, 'listening')
  return port
}

describe('listenBelowEphemeralRange()', () => {
  test('listens on a port from 10000 up to the ephemeral range', async () => {
    const port = await listenBelowEphemeralRange(listen)
    expect(port).toBeGreaterThanOrEqual(10_000)
    expect(port).toBeLessThan(32_768)
  })

  test('tries another port where one is taken', async () => {
    const taken = await listenBelowEphemeralRange(listen)
    const free = await listenBelowEphemeralRange(async (port) => port)
    const drawn = [taken, taken, free]
    const port = await listenBelowEphemeralRange(listen, { randomBetween: () => drawn.shift() ?? 0 })
    expect(port).toBe(free)
  })

  test('says so when every port it tries is taken', async () => {
    const taken = await listenBelowEphemeralRange(listen)
    await expect(listenBelowEphemeralRange(listen, { randomBetween: () => taken })).rejects.toThrow(
      /Cannot find a free port to listen on: 50 ports between 10000 and \d+ were taken/,
    )
  })

  test('passes any other error on at once', async () => {
    let calls = 0
    const refuse = async () => {
      calls += 1
      throw new Error('no such address')
    }
    await expect(listenBelowEphemeralRange(refuse)).rejects.toThrow('no such address')
    expect(calls).toBe(1)
  })

  test('stays below 32768 when the ephemeral range leaves no room', async () => {
    const port = await listenBelowEphemeralRange(async (drawn) => drawn, { ephemeralLow: 1024 })
    expect(port).toBeGreaterThanOrEqual(10_000)
    expect(port).toBeLessThan(32_768)
  })
})
