import { execFile } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import process from 'node:process'
import { promisify } from 'node:util'
import { type Load, plainScenario } from '@loadrun/plan'
import { expect, test } from 'vitest'
import { rehearse } from './rehearse.ts'

const load: Load = {
  executor: 'constant-arrival-rate',
  ratePerSecond: 1,
  durationMs: 1000,
  arrivals: 'uniform',
  maxVUs: 1,
}

test.skipIf(process.getuid?.() !== 0)('a rehearsal that has no loopback interface is none', async () => {
  const script = new URL('./testing/rehearse-once.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)('unshare', ['--net', process.execPath, script])
  expect(stdout).toBe('over\n')
})

test('a rehearsal leaves no socket behind, neither here nor in the kernel', async () => {
  const ports = new Set<number | undefined>()
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket }
    socket.once('connect', () => ports.add(socket.remotePort))
  })
  await rehearse(plainScenario(load), undefined)
  const [port = 0] = ports
  expect(ports.size).toBe(1)
  const isTcp = (resource: string) => resource.startsWith('TCP')
  await expect.poll(() => process.getActiveResourcesInfo().filter(isTcp)).toEqual([])
  const table = await readFile('/proc/self/net/tcp', 'utf8')
  expect(table).not.toContain(`:${port.toString(16).toUpperCase().padStart(4, '0')} `)
})
