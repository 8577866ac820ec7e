import { subscribe } from 'node:diagnostics_channel'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import process from 'node:process'
import { readScenario } from '@loadrun/plan'
import { expect, test } from 'vitest'
import { rehearse } from './rehearse.ts'

test('a rehearsal leaves no socket behind, neither here nor in the kernel', async () => {
  const text = `
target: http://127.0.0.1:1
scenarios: { s: { executor: constant-arrival-rate, rate: 1/s, duration: 1s, connections: new, steps: [get: /] } }
`
  const read = readScenario(text, { file: 'x.yaml', cores: 1 })
  const scenario = 'plans' in read ? read.plans[0]?.scenarios[0] : undefined
  if (scenario === undefined) throw new Error('There is no scenario')
  const ports = new Set<number | undefined>()
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket }
    socket.once('connect', () => ports.add(socket.remotePort))
  })
  await rehearse(scenario, undefined)
  const [port = 0] = ports
  expect(ports.size).toBe(1)
  const isTcp = (resource: string) => resource.startsWith('TCP')
  await expect.poll(() => process.getActiveResourcesInfo().filter(isTcp)).toEqual([])
  const table = await readFile('/proc/self/net/tcp', 'utf8')
  expect(table).not.toContain(`:${port.toString(16).toUpperCase().padStart(4, '0')} `)
})
