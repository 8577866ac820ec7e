import { existsSync, readFileSync } from 'node:fs'
import type { CommandPlan, TierPlan } from '@loadrun/plan'
import { afterEach, describe, expect, test } from 'vitest'
import { startTopology, type Topology } from '../start-topology.ts'

const troubles: string[] = []
const topologies: Topology[] = []
afterEach(async () => {
  troubles.length = 0
  for (const topology of topologies.splice(0)) await topology.stop()
})

async function start(...tiers: readonly TierPlan[]): Promise<Topology> {
  const nowhere = new URL('./nowhere.ts', import.meta.url)
  const topology = await startTopology(tiers, {
    entries: { 'limited-server': nowhere, middleware: nowhere, toxics: nowhere },
    onTrouble: (trouble) => troubles.push(trouble),
  })
  topologies.push(topology)
  return topology
}

/** A program that answers every request with what this script makes of `args`, `process` and `files`. */
function program(answer: string, changes: Partial<CommandPlan> = {}): CommandPlan {
  const script = `
    const [host, port, folder, upstream] = process.argv.slice(1)
    const read = (name) => require('node:fs').readFileSync(folder + '/' + name, 'utf8')
    require('node:http').createServer((request, response) => response.end(JSON.stringify(${answer}))).listen(port, host)`
  return {
    kind: 'command',
    name: 'program',
    command: [process.execPath, '-e', script, '{{ host }}', '{{port}}', '{{ folder }}', '{{ upstream }}'],
    files: {},
    environment: {},
    upstream: undefined,
    host: '127.0.0.1',
    port: undefined,
    ...changes,
  }
}

async function ask({ tiers }: Topology): Promise<unknown> {
  const { addresses = [], port } = tiers.at(-1) ?? {}
  const response = await fetch(`http://${addresses[0]}:${port}/`, { headers: { connection: 'close' } })
  return response.json()
}

async function gone(pid: number): Promise<void> {
  const isThere = () => {
    try {
      return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')
    } catch {
      return false
    }
  }
  await expect.poll(isThere).toBe(false)
}

describe('a command', () => {
  test('is told where to listen, where to send, and where its files are', async () => {
    const plan = program("{ host, port, upstream, conf: read('a.conf'), mode: process.env.MODE }", {
      files: { 'a.conf': 'listen {{ host }}:{{ port }}; $host {{' },
      environment: { MODE: 'to {{ upstream }}' },
      upstream: { kind: 'url', url: 'http://127.0.0.1' },
    })
    const topology = await start(plan)
    const port = String(topology.tiers[0]?.port)
    expect(await ask(topology)).toEqual({
      host: '127.0.0.1',
      port,
      upstream: '127.0.0.1:80',
      conf: `listen 127.0.0.1:${port}; $host {{`,
      mode: 'to 127.0.0.1:80',
    })
  })

  test('can send to a tier that was started before it', async () => {
    const topology = await start(
      program("'back'", { name: 'back' }),
      program('upstream', { upstream: { kind: 'tier', tier: 'back' } }),
    )
    expect(await ask(topology)).toBe(`127.0.0.1:${topology.tiers[0]?.port}`)
  })

  test('is stopped with all that it started, and its folder removed', async () => {
    const starting = "{ folder, pid: process.pid, child: require('node:child_process').spawn('sleep', ['60']).pid }"
    const topology = await start(program(starting))
    const { folder, pid, child } = (await ask(topology)) as { folder: string; pid: number; child: number }
    expect(existsSync(folder)).toBe(true)
    const [observation] = await topology.stop()
    expect(existsSync(folder)).toBe(false)
    await gone(pid)
    await gone(child)
    expect(troubles).toEqual([])
    expect(observation).toMatchObject({ kind: 'command', name: 'program' })
    const counts = observation?.kind === 'command' ? observation.samples.at(-1)?.counts : undefined
    expect(counts?.processes).toBe(2)
    expect(counts?.cpuMs).toBeGreaterThan(0)
    expect(counts?.residentBytes).toBeGreaterThan(10_000_000)
  })

  test('ends when the process that watches it is killed', async () => {
    const topology = await start(program('process.pid'))
    const pid = Number(await ask(topology))
    process.kill(topology.tiers[0]?.pid ?? 0, 'SIGKILL')
    await gone(pid)
  })

  test('tells what it said when it ends before it listens', async () => {
    const words = [process.execPath, '-e', 'console.error("no such directive"); process.exit(3)'] as const
    await expect(start(program('', { command: words }))).rejects.toThrow(
      /^Cannot start tier "program" \(command\): .*node ended with exit code 3 before it listened on port \d+; it said last:\n {2}no such directive$/,
    )
  })

  test('tells that there is no such program', async () => {
    await expect(start(program('', { command: ['no-such-program'] }))).rejects.toThrow(
      /no-such-program ended .* before it listened on port \d+; it said last:\n.*no-such-program/,
    )
  })

  test('is missed when it ends under load', async () => {
    const topology = await start(
      program('setTimeout(() => { console.error("out of files"); process.exit(5) }, 50) && 1'),
    )
    topology.loadStarted(Date.now())
    await ask(topology)
    await expect.poll(() => troubles).toHaveLength(1)
    expect(troubles[0]).toMatch(/^Tier "program" ended with exit code 1 .* into the load/)
    expect(troubles[0]).toContain('out of files')
    expect(troubles[0]).toContain('The program ended with exit code 5')
  })
})
