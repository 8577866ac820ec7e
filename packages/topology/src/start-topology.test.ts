import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import {
  type LimitedServerPlan,
  type MiddlewarePlan,
  plainMiddleware,
  serverProfiles,
  type TierPlan,
} from '@loadrun/plan'
import { afterEach, describe, expect, test } from 'vitest'
import { type StartTopologyOptions, startTopology, type Topology } from './start-topology.ts'

const entry = new URL('./fixtures/tier.ts', import.meta.url)
const troubles: string[] = []
const topologies: Topology[] = []
afterEach(async () => {
  troubles.length = 0
  for (const topology of topologies.splice(0)) await topology.stop()
})

async function start(tiers: readonly TierPlan[], options: Partial<StartTopologyOptions> = {}): Promise<Topology> {
  const topology = await startTopology(tiers, {
    entries: { 'limited-server': entry, middleware: entry, toxics: entry },
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  })
  topologies.push(topology)
  return topology
}

function server(name: string): LimitedServerPlan {
  return {
    ...serverProfiles.fasthttp,
    kind: 'limited-server',
    name,
    concurrency: 10,
    latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 1 } }] },
    work: undefined,
    addresses: 1,
    host: '127.0.0.1',
    port: undefined,
    seed: 1,
  }
}

function middleware(name: string, upstream: string): MiddlewarePlan {
  return plainMiddleware({ name, upstream: { kind: 'tier', tier: upstream }, fanout: 3, seed: 1 })
}

describe('startTopology()', () => {
  test('starts tiers in order and says where each listens', async () => {
    const topology = await start([server('back'), middleware('front', 'back')])
    expect(topology.tiers).toEqual([
      { name: 'back', kind: 'limited-server', pid: expect.any(Number), addresses: ['127.0.0.1'], port: 4321 },
      { name: 'front', kind: 'middleware', pid: expect.any(Number), addresses: ['127.0.0.1'], port: 4321 },
    ])
  })

  test('collects counts on full seconds of the load, and once more at the stop', async () => {
    const topology = await start([server('back')])
    topology.loadStarted(Date.now())
    await until(() => acceptedBy(topology, 'back') >= 4)
    const [observation] = await topology.stop()
    const underLoad =
      observation?.samples.filter(({ counts }) => 'slotsInUse' in counts && counts.slotsInUse === 1) ?? []
    const seconds = underLoad.slice(0, -1).map(({ atMs }) => Math.floor(atMs / 1000))
    expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => a - b))
    expect(underLoad.length).toBeGreaterThanOrEqual(3)
    expect(observation).toMatchObject({ kind: 'limited-server', name: 'back', addresses: ['127.0.0.1'], port: 4321 })
    expect(troubles).toEqual([])
  })

  test('reports a tier that ends in mid-run with its exit code and last words, and keeps what it had counted', async () => {
    const topology = await start([server('crashes-under-load')])
    topology.loadStarted(Date.now())
    await until(() => troubles.length > 0)
    expect(troubles).toEqual([
      expect.stringMatching(
        /^Tier "crashes-under-load" ended with exit code 3 \d\.\d s into the load, before it was stopped; it said last:\n {2}Error: out of slots$/,
      ),
    ])
    const [observation] = await topology.stop()
    expect(observation?.samples.length).toBeGreaterThan(0)
  })

  test('kills a tier that does not stop in time, and keeps what it had counted at the end', async () => {
    const topology = await start([server('never-stops')], { stopWithinMs: 300 })
    await until(() => topology.latest('never-stops') !== undefined)
    const before = acceptedBy(topology, 'never-stops')
    await topology.stop()
    expect(acceptedBy(topology, 'never-stops')).toBeGreaterThan(before)
    expect(troubles).toEqual([])
  })

  test('says so when a tier could not even tell its counts at the end', async () => {
    const topology = await start([server('freezes-under-load')], { stopWithinMs: 300 })
    await until(() => topology.latest('freezes-under-load') !== undefined)
    topology.loadStarted(Date.now())
    const [observation] = await topology.stop()
    expect(observation?.samples.length).toBeGreaterThan(0)
    expect(troubles).toEqual([
      'Tier "freezes-under-load" did not say what it had counted at the end: it ended by SIGKILL',
    ])
  })

  test('says which tier could not start and what it said', async () => {
    await expect(start([server('back'), server('fails')])).rejects.toThrow(
      'Cannot start tier "fails" (limited-server): no such distribution',
    )
  })

  test('says how a process ended that ended before it listened', async () => {
    await expect(start([server('crashes-at-start')])).rejects.toThrow(
      'Cannot start tier "crashes-at-start" (limited-server): its process ended with exit code 7',
    )
  })

  test('says that an entry could not be run', async () => {
    const missing = new URL('./fixtures/missing.ts', import.meta.url)
    await expect(
      start([server('back')], { entries: { 'limited-server': missing, middleware: missing, toxics: missing } }),
    ).rejects.toThrow(
      /Cannot start tier "back" \(limited-server\): its process ended with exit code 1; it said last:\n[\s\S]*missing\.ts/,
    )
  })

  test('gives up a tier that does not begin to listen', async () => {
    await expect(start([server('never-listens')], { startWithinMs: 200 })).rejects.toThrow(
      'Cannot start tier "never-listens" (limited-server): it did not listen within 0.2 s',
    )
  })

  test('asks for the upstream to be started before the middleware', async () => {
    await expect(start([server('back'), middleware('front', 'other')])).rejects.toThrow(
      'Cannot start tier "front": its upstream "other" must be started before it; before it: "back"',
    )
  })

  test('keeps an inspector that was asked for by NODE_OPTIONS to itself', async () => {
    const before = process.env.NODE_OPTIONS
    process.env.NODE_OPTIONS = '--inspect-brk=127.0.0.1:0 --no-warnings'
    try {
      expect((await start([server('back')])).tiers.length).toBe(1)
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS
      else process.env.NODE_OPTIONS = before
    }
  })

  test('gives up the start when it is aborted', async () => {
    const controller = new AbortController()
    const starting = start([server('back'), server('never-listens')], { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('interrupted')), 300)
    await expect(starting).rejects.toThrow('interrupted')
  })
})

test('a tier ends when its parent is killed', async () => {
  const parent = spawn(process.execPath, [new URL('./fixtures/parent.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  const tierPid = Number(line)
  expect(isRunning(tierPid)).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !isRunning(tierPid))
})

test.each(['SIGINT', 'SIGTERM'] as const)('a tier outlives a %s that was meant for its parent', async (signal) => {
  const parent = spawn(process.execPath, [new URL('./fixtures/parent.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  process.kill(Number(line), signal)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(isRunning(Number(line))).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !isRunning(Number(line)))
})

function acceptedBy(topology: Topology, name: string): number {
  const counts = topology.latest(name)
  return counts && 'accepted' in counts ? counts.accepted : 0
}

/** A process that has ended counts as ended even while nobody has taken note of its exit code (a zombie). */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !existsSync('/proc') || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}
