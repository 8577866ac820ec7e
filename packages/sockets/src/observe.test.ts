import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Leg, SocketObservation, StateCounts } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { observeSockets } from './observe.ts'
import { openConnections } from './open-connections.ts'
import { countInSs } from './testing/count-in-ss.ts'

if (process.platform !== 'linux') {
  process.stdout.write(`Skipped: sockets are observed on Linux alone, and this is ${process.platform}\n`)
}

/** On a CI its absence is a failure. */
const ssIsMissing = spawnSync('ss', ['-V']).error !== undefined && process.env.CI === undefined
if (ssIsMissing) process.stdout.write('Skipped: ss was not found (Debian: apt install iproute2)\n')

const everyMs = 50

function samplesOf(observation: SocketObservation) {
  if (!observation.observed) throw new Error(observation.reason)
  return observation.samples
}

function legTo(port: number): Leg {
  return { name: 'client→server', from: 'client', to: 'server', ports: [port] }
}

describe.runIf(process.platform === 'linux')('observeSockets()', () => {
  test.skipIf(ssIsMissing)('agrees with ss on connections in several states', async () => {
    await using connections = await openConnections({
      established: 200,
      closedByClient: 150,
      halfClosedByClient: 120,
      closedByServer: 80,
    })
    const leg = legTo(connections.port)
    const observer = await observeSockets({ legs: [leg], everyMs })

    const ss = countInSs(execFileSync('ss', ['-tan'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }), leg)
    await wait(2 * everyMs)
    const samples = samplesOf(await observer.stop())

    expect(samples.length).toBeGreaterThanOrEqual(2)
    const lastLeg = samples.at(-1)?.legs[leg.name]
    expectWithin2Percent(lastLeg?.from, ss.from)
    expectWithin2Percent(lastLeg?.to, ss.to)
    // What `ss` and the observer agree on is also what was opened.
    expectWithin2Percent(ss.from, { ESTABLISHED: 200, TIME_WAIT: 150, FIN_WAIT2: 120 })
    expectWithin2Percent(ss.to, { ESTABLISHED: 200, TIME_WAIT: 80, CLOSE_WAIT: 120 })
    expect(lastLeg?.busiestDestination).toBe(`127.0.0.1:${connections.port}`)
    expect(lastLeg?.portsToBusiestDestination).toBe(200 + 150 + 120)
  })

  test('counts kernel counters from its first sample and times from the start of the load', async () => {
    const observer = await observeSockets({ legs: [], everyMs })
    const first = observer.latest()
    await using connections = await openConnections({ established: 20 })
    expect(connections.port).toBeGreaterThan(0)
    const loadStartedAtEpochMs = Date.now() + 10_000
    observer.loadStarted(loadStartedAtEpochMs)
    await wait(2 * everyMs)
    const observation = await observer.stop()

    expect(first?.counters['Tcp.ActiveOpens']).toBe(0)
    const samples = samplesOf(observation)
    expect(samples.at(-1)?.counters['Tcp.ActiveOpens']).toBeGreaterThanOrEqual(20)
    expect(samples.at(-1)?.gauges?.['sockstat.TCP.inuse']).toBeGreaterThanOrEqual(20)
    expect(samples[0]?.atMs).toBeLessThan(-9_000)
    expect(samples.map(({ atMs }) => atMs)).toEqual(samples.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
    for (const [index, { atMs, tookMs = Number.NaN }] of samples.entries()) {
      expect(tookMs).toBeGreaterThanOrEqual(0)
      expect(atMs + tookMs).toBeLessThanOrEqual((samples[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) + 1)
    }
    expect(observation).toMatchObject({ portRange: { low: expect.any(Number), high: expect.any(Number) } })
    expect(await observer.stop()).toEqual(observation)
  })

  test('reads the namespace of another process, even after its end', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'inherit'] })
    await once(child, 'spawn')
    await using connections = await openConnections({ established: 5 })
    const leg = legTo(connections.port)
    const observer = await observeSockets({ legs: [leg], everyMs, procNet: `/proc/${child.pid}/net` })
    child.stdin.end()
    await once(child, 'exit')
    await wait(2 * everyMs)
    const samples = samplesOf(await observer.stop())
    expect(samples.length).toBeGreaterThanOrEqual(2)
    for (const sample of samples) expect(sample.legs[leg.name]?.to).toEqual({ ESTABLISHED: 5 })
  })

  test('takes a last sample when it stops, unless the previous one is fresh', async () => {
    const observer = await observeSockets({ legs: [], everyMs: 60_000 })
    const samples = samplesOf(await observer.stop())
    expect(samples).toHaveLength(1)

    const shortObserver = await observeSockets({ legs: [], everyMs: 1_000 })
    await wait(600)
    expect(samplesOf(await shortObserver.stop()).length).toBeGreaterThanOrEqual(2)
  })
})

describe('observeSockets() where it cannot', () => {
  test('says why instead of failing', async () => {
    const observer = await observeSockets({ legs: [], everyMs, procNet: '/no/such/folder' })
    expect(observer.latest()).toBeUndefined()
    observer.loadStarted(0)
    expect(await observer.stop()).toEqual({
      observed: false,
      reason: `/no/such/folder/tcp cannot be read (ENOENT): sockets are observed through /proc of Linux, or netstat of macOS and Windows; this is ${process.platform}`,
    })
  })

  test('refuses an interval that is not above 0', async () => {
    await expect(observeSockets({ legs: [], everyMs: 0 })).rejects.toThrow('Cannot observe sockets every 0 ms')
  })
})

function expectWithin2Percent(found: StateCounts | undefined, wanted: StateCounts): void {
  expect(Object.keys(found ?? {}).sort()).toEqual(Object.keys(wanted).sort())
  for (const [state, count] of Object.entries(wanted)) {
    expect(Math.abs((found?.[state as keyof StateCounts] ?? 0) - count), state).toBeLessThanOrEqual(0.02 * count)
  }
}
