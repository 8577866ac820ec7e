import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readScenario } from '../../packages/plan/src/index.ts'
import { startTopology } from '../../packages/topology/src/index.ts'
import { root } from '../support/loadrun.ts'

const wanted = 20_000
/** What a tier's process has open besides connections: about 60, most of them the sockets that it listens on. */
const othersOpen = 100

/** A process may not have more open; raising it takes a right (CAP_SYS_RESOURCE) that root in a container may lack. */
function mostOpenFiles(): number {
  return Number(/^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024)
}

test('a limited server holds 20,000 connections, or as many as a process may have open, and refuses the next', async () => {
  const concurrency = Math.min(wanted, mostOpenFiles() - othersOpen)
  if (concurrency < wanted) process.stdout.write(`Holding ${concurrency} connections: this process may not open more\n`)
  const text = `{ name: many, topology: { server: { kind: limited-server, concurrency: ${concurrency} } }, target: server,
    scenarios: { none: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } } }`
  const read = readScenario(text, { file: 'many.yaml', cores: 2 })
  const tiers = 'plans' in read ? (read.plans[0]?.topology ?? []) : []
  const entry = (name: string) => new URL(`file://${join(root, 'packages', name, 'src/process.ts')}`)
  const topology = await startTopology(tiers, {
    entries: { 'limited-server': entry('limited-server'), middleware: entry('middleware'), toxics: entry('toxics') },
    onTrouble: (trouble) => expect.fail(trouble),
  })
  const holders: ChildProcess[] = []
  try {
    const [server] = topology.tiers
    if (server === undefined) throw new Error('The server was not started')
    // Each end of a connection is a file of its own, and clients have the same limit.
    for (const count of [Math.ceil(concurrency / 2), Math.floor(concurrency / 2)]) {
      const holder = fork(join(import.meta.dirname, '../support/hold-connections.ts'))
      holders.push(holder)
      holder.send({ addresses: server.addresses, port: server.port, count })
    }
    const held = await Promise.all(holders.map(async (holder) => (await once(holder, 'message'))[0] as number))
    expect(held[0]).toBe(Math.ceil(concurrency / 2))
    expect(held[1]).toBe(Math.floor(concurrency / 2))
    const response = await fetch(`http://${server.addresses[0]}:${server.port}/`)
    expect(response.status).toBe(503)
    expect(await response.text()).toBe('The connection cannot be served because Server.Concurrency limit exceeded')
    const [observation] = await topology.stop()
    expect(observation?.samples.at(-1)?.counts).toMatchObject({ slotsInUse: concurrency, rejected: 1 })
  } finally {
    for (const holder of holders) holder.kill('SIGKILL')
    await topology.stop()
  }
})
