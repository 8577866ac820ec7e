import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NatsServer, natsIsMissing } from '../../packages/agents/src/testing/nats-server.ts'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { type Hosts, openHosts } from '../../packages/topology/src/index.ts'
import { hostsAreMissing, onHost } from '../support/hosts.ts'
import { newFolder, root, type StartedCommand, startCommand } from '../support/loadrun.ts'
import { secondsMeasured } from '../support/seconds-measured.ts'

const isMissing = natsIsMissing || hostsAreMissing
const names = ['client', 'nats', 'server', 'north', 'south']

let folder: string
let hosts: Hosts
let nats: NatsServer
const served: StartedCommand[] = []

beforeAll(async () => {
  if (isMissing) return
  folder = await newFolder()
  const unset = { localPorts: undefined, timeWaitReuse: undefined }
  hosts = await openHosts({ kind: 'netns', hosts: names.map((name) => ({ name, ...unset })) }, [])
  const { namespace, addresses } = hosts.of('nats')
  nats = await NatsServer.start([], { start: ['nsenter', `--net=${namespace}`], address: addresses[0] ?? '' })
  const tier = [
    'serve',
    'limited-server',
    `host=${addressOf('server')}`,
    'port=8080',
    'concurrency=none',
    'latency=10ms',
  ]
  served.push(
    onHost(hosts.of('server'), tier),
    ...['north', 'south'].map((name) => onHost(hosts.of(name), ['agent', '--nats', nats.url, '--name', name])),
  )
  await served[0]?.said(/listens on/)
})

afterAll(async () => {
  if (isMissing) return
  for (const { child, ended } of served) {
    child.kill('SIGKILL')
    await ended
  }
  await nats.stop()
  await hosts.close()
  await rm(folder, { recursive: true, force: true })
})

function addressOf(name: string): string {
  return hosts.of(name).addresses[0] ?? ''
}

function startRun(name: string, ...more: readonly string[]): StartedCommand {
  const to = ['--set', `target=http://${addressOf('server')}:8080`, '--out', join(folder, name)]
  const on = ['--nats', nats.url, '--agents', '2', '--agent-loss-after', '2s']
  return onHost(hosts.of('client'), ['run', 'test/scenarios/on-agents-elsewhere.yaml', ...to, ...on, ...more])
}

async function resultOf(name: string): Promise<RunResult> {
  return JSON.parse(await readFile(join(folder, name, 'result.json'), 'utf8'))
}

describe.skipIf(isMissing)('agents on hosts of their own', { timeout: 120_000 }, () => {
  test('have their sockets told apart and summed', async () => {
    const run = startRun('whole', '--set', 'scenarios.visits.duration=3s')
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(0)
    const { sockets, agents } = await resultOf('whole')
    if (!sockets.observed) throw new Error(sockets.reason)
    const leg = sockets.legs[0]?.name ?? ''
    const established = agents?.agents.map(({ sockets: own }) =>
      own?.observed ? (own.samples.find(({ atMs }) => atMs > 1500)?.legs[leg]?.from.ESTABLISHED ?? 0) : 0,
    )
    expect(established?.every((count) => count > 0)).toBe(true)
    const most = Math.max(...sockets.samples.map(({ legs }) => legs[leg]?.from.ESTABLISHED ?? 0))
    expect(most).toBeGreaterThanOrEqual(Math.max(...(established ?? [])) + 1)
  })

  test('are lost when their link is cut, and what they had told until then counts', async () => {
    const run = startRun('cut')
    await secondsMeasured(run, join(folder, 'cut'), 2)
    const { namespace } = hosts.of('south')
    await startCommand('nsenter', [`--net=${namespace}`, 'ip', 'link', 'set', 'eth0', 'down'], root).ended
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(4)
    const { agents, total } = await resultOf('cut')
    const [north, south] = agents?.agents ?? []
    expect(north).toMatchObject({ name: 'north', requestsSent: 300 })
    expect(south?.lost?.reason).toBe('nothing was heard of it for 2 s')
    expect(total.requests['visits/GET /search']?.sent).toBe((north?.requestsSent ?? 0) + (south?.requestsSent ?? 0))
  })
})
