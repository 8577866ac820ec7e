import { readScenario } from '@loadrun/plan'
import { afterEach, describe, expect, test } from 'vitest'
import type { LoadGiven } from './generate-load.ts'
import { LoadOnHost } from './load-on-host.ts'
import { startServer } from './testing/counting-server.ts'

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

async function startLoad(entry?: URL): Promise<LoadOnHost> {
  const load = await LoadOnHost.start(undefined, entry)
  closings.push(() => load.stop())
  return load
}

async function planFor(durationMs: number) {
  const server = await startServer((_request, response) => response.end('ok'))
  closings.push(server.close)
  const load = `{ executor: constant-arrival-rate, rate: 50/s, duration: ${durationMs}ms, steps: [{ get: / }] }`
  const read = readScenario(`target: ${server.url}\nworkers: 1\nscenarios: { visit: ${load} }`, { file: '', cores: 1 })
  const [plan] = 'plans' in read ? read.plans : []
  if (plan === undefined) throw new Error('The text asks for no plan')
  const given: LoadGiven = {
    targets: [server.url],
    signal: new AbortController().signal,
    onStart: () => undefined,
    onInterval: () => undefined,
  }
  return { plan, given, server }
}

describe('LoadOnHost', () => {
  test('makes a load from a process of its own and tells of it as of one made here', async () => {
    const { plan, given, server } = await planFor(1000)
    const load = await startLoad()
    const starts: number[] = []
    const made = await load.generate(plan, { ...given, onStart: (atEpochMs) => starts.push(atEpochMs) })
    expect(made.total.requests['visit/GET /']?.ok.count).toBe(50)
    expect(server.received).toBe(50)
    expect(made).toMatchObject({ interrupted: false, troubles: [] })
    expect(made.intervals.reduce((sum, { requests }) => sum + (requests['visit/GET /']?.ok.count ?? 0), 0)).toBe(50)
    expect(starts).toHaveLength(1)
  })

  test('ends the load at once when it is told to', async () => {
    const { plan, given } = await planFor(60_000)
    const load = await startLoad()
    const stop = new AbortController()
    const made = await load.generate(plan, { ...given, signal: stop.signal, onInterval: () => stop.abort() })
    expect(made.interrupted).toBe(true)
    expect(made.total.requests['visit/GET /']?.ok.count).toBeGreaterThan(0)
  })

  test('says so when its process dies, and keeps what it had told', async () => {
    const { plan, given } = await planFor(60_000)
    const load = await startLoad(new URL('./testing/dying-load.ts', import.meta.url))
    const made = await load.generate(plan, given)
    expect(made.intervals).toHaveLength(1)
    expect(made.troubles).toEqual([
      expect.stringMatching(/process ended with exit code 9; it said last:\n {2}Error: out of memory/),
    ])
  })
})
