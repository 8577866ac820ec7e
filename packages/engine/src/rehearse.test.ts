import { execFile } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import process from 'node:process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { rehearsalExtent, rehearse } from './rehearse.ts'

test.skipIf(process.getuid?.() !== 0)('a rehearsal that has no loopback interface is none', async () => {
  const script = new URL('./testing/rehearse-once.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)('unshare', ['--net', process.execPath, script])
  expect(stdout).toBe('over\n')
})

test.each(['short', 'long'] as const)(
  'a %s rehearsal leaves no socket behind, neither here nor in the kernel',
  async (extent) => {
    const pairs = new Set<string>()
    subscribe('net.client.socket', (message) => {
      const { socket } = message as { socket: Socket }
      socket.once('connect', () => pairs.add(`${socket.localPort} ${socket.remotePort}`))
    })
    await rehearse('wire', undefined, extent)
    expect(pairs.size).toBeGreaterThan(1)
    const isTcp = (resource: string) => resource.startsWith('TCP')
    await expect.poll(() => process.getActiveResourcesInfo().filter(isTcp)).toEqual([])
    expect((await portPairs()).filter((pair) => pairs.has(pair))).toEqual([])
  },
)

test.each([
  { ratePerSecond: 999, workers: 1, extent: 'short' },
  { ratePerSecond: 1001, workers: 1, extent: 'long' },
  { ratePerSecond: 1999, workers: 2, extent: 'short' },
  { ratePerSecond: 2001, workers: 2, extent: 'long' },
])('$ratePerSecond a second for 10 s by $workers workers are worth a $extent rehearsal', (given) => {
  const { ratePerSecond, workers, extent } = given
  const load = {
    executor: 'constant-arrival-rate',
    ratePerSecond,
    durationMs: 10_000,
    arrivals: 'uniform',
    maxVUs: 10,
  } as const
  expect(rehearsalExtent({ load }, workers)).toBe(extent)
})

test('there is nothing to rehearse in a load that is not open', () => {
  expect(rehearsalExtent({ load: { executor: 'constant-vus', vus: 1, durationMs: 1000 } }, 1)).toBeUndefined()
})

/** Local and remote port of each socket of the kernel's, in both orders. */
async function portPairs(): Promise<readonly string[]> {
  const [, ...lines] = (await readFile('/proc/self/net/tcp', 'utf8')).trimEnd().split('\n')
  return lines.flatMap((line) => {
    const [local = 0, remote = 0] = line
      .trim()
      .split(/\s+/)
      .slice(1, 3)
      .map((end) => Number.parseInt(end.split(':')[1] ?? '', 16))
    return [`${local} ${remote}`, `${remote} ${local}`]
  })
}
