import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isThere, unlessItFails } from './installed.ts'
import { measure } from './measure.ts'
import { startServer } from './server.ts'

const hasCompiler = process.env.CI !== undefined || isThere('cc')

test.skipIf(!hasCompiler)('a request has come when the kernel has it, although the server reads it later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-server-'))
  const everyMs = 1000
  const server = await startServer(folder, 0, { times: 2, stall: { stallMs: 900, everyMs } })
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  try {
    const startMs = performance.now()
    await ask(socket)
    await sleep(150)
    await ask(socket)
    const [first = 0, second = 0] = server.arrivalsMs()
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(everyMs)
    expect(second - first).toBeGreaterThan(100)
    expect(second - first).toBeLessThan(everyMs)
  } finally {
    socket.destroy()
    await server.stop()
    await rm(folder, { recursive: true })
  }
})

test.skipIf(!hasCompiler)('a generator that ends without a request is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-server-'))
  const server = await startServer(folder, 0)
  try {
    const measurement = () => measure(['false'], server, { core: 0, seconds: 1 })
    await expect(measurement()).rejects.toThrow('taskset -c 0 false ended without a request')
    expect(await unlessItFails('false', measurement)).toBeUndefined()
    expect(await unlessItFails('true', async () => 1)).toBe(1)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
})

async function ask(socket: Socket): Promise<void> {
  socket.write('GET / HTTP/1.1\r\nHost: bench\r\n\r\n')
  await once(socket, 'data')
}
