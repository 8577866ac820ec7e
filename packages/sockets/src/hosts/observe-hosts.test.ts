import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { missedLooks } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { openConnections } from '../open-connections.ts'
import { type HostToObserve, observeHosts } from './observe-hosts.ts'
import { serveSockets } from './serve-sockets.ts'

const everyMs = 50
const host = (source: HostToObserve['source'], rest: Partial<HostToObserve> = {}): HostToObserve => ({
  name: 'web-1',
  source,
  ports: undefined,
  everyMs,
  timeoutMs: 5000,
  ...rest,
})

async function observed(hosts: readonly HostToObserve[], duringMs = 3 * everyMs) {
  const told: string[] = []
  const observer = await observeHosts(hosts, (name, reason) => told.push(`${name}: ${reason}`))
  observer.loadStarted(Date.now())
  await wait(duringMs)
  const [observation] = await observer.stop()
  if (observation === undefined) throw new Error('No host was observed')
  return { observation, told }
}

async function serving(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const ssIsMissing = spawnSync('ss', ['-V']).error !== undefined && process.env.CI === undefined

describe.runIf(process.platform === 'linux')('observeHosts()', () => {
  test.skipIf(ssIsMissing)('counts what a command prints, by end where ports are given', async () => {
    await using connections = await openConnections({ established: 6, halfClosedByClient: 4 })
    const source = { kind: 'command', argv: ['ss', '-tan'] } as const
    const { observation, told } = await observed([host(source, { ports: [connections.port], everyMs: 60_000 })], 0)
    expect(told).toEqual([])
    expect(missedLooks(observation)).toBe(0)
    const [sample] = observation.samples
    // The far end may acknowledge a FIN a little later.
    const { FIN_WAIT1 = 0, FIN_WAIT2 = 0, ...others } = sample?.ends?.out ?? {}
    expect([FIN_WAIT1 + FIN_WAIT2, others]).toEqual([4, { ESTABLISHED: 6 }])
    expect(sample?.ends?.in).toEqual({ ESTABLISHED: 6, CLOSE_WAIT: 4 })
    expect(sample?.states.ESTABLISHED).toBe(12)
    expect(sample?.counters).toEqual({})
  })

  test('asks loadrun on the host, with its kernel counters from the first sample on', async () => {
    await using served = await serveSockets({ host: '127.0.0.1', port: 0 })
    const source = { kind: 'loadrun', url: served.url } as const
    const observer = await observeHosts([host(source, { everyMs: 300 })], () => {})
    await using connections = await openConnections({ established: 6 })
    expect(connections.port).toBeGreaterThan(0)
    await wait(500)
    const [observation] = await observer.stop()
    const last = observation?.samples.at(-1)
    expect(last?.ends?.in.ESTABLISHED).toBeGreaterThanOrEqual(6)
    expect(last?.ends?.out.ESTABLISHED).toBeGreaterThanOrEqual(6)
    expect(observation?.samples[0]?.counters['Tcp.ActiveOpens']).toBe(0)
    expect(last?.counters['Tcp.ActiveOpens']).toBeGreaterThanOrEqual(6)
    expect(last?.gauges['sockstat.TCP.inuse']).toBeGreaterThanOrEqual(12)
  })

  test('reads a real node_exporter of Debian', async ({ skip }) => {
    const program = 'prometheus-node-exporter'
    if (spawnSync(program, ['--version']).error !== undefined) {
      if (process.env.CI !== undefined) throw new Error(`${program} was not found (Debian: apt install ${program})`)
      return skip(`${program} was not found (Debian: apt install ${program})`)
    }
    const { child, url } = await startNodeExporter(program)
    try {
      await using connections = await openConnections({ established: 10 })
      expect(connections.port).toBeGreaterThan(0)
      const all = await observed([host({ kind: 'node_exporter', url })])
      expect(all.told).toEqual([])
      const { samples, tells } = all.observation
      expect(tells).toBeUndefined()
      expect(samples[0]?.states.ESTABLISHED).toBeGreaterThanOrEqual(20)
      expect(samples.at(-1)?.counters['Tcp.ActiveOpens']).toBeGreaterThanOrEqual(0)
      expect(samples[0]?.gauges['sockstat.TCP.inuse']).toBeGreaterThanOrEqual(20)
      const usual = await observed([
        host({ kind: 'node_exporter', url: `${url}?collect[]=netstat&collect[]=sockstat` }),
      ])
      expect(usual.observation.tells).toEqual(['TIME_WAIT', 'ESTABLISHED'])
      expect(usual.observation.samples[0]?.states.ESTABLISHED).toBeGreaterThanOrEqual(20)
    } finally {
      child.kill()
      await once(child, 'exit')
    }
  })
})

describe('observeHosts() with a host that cannot be read', () => {
  test.each<readonly [string, HostToObserve['source'], RegExp]>([
    [
      'there is no such host',
      { kind: 'node_exporter', url: 'http://no-such-host.invalid/metrics' },
      /^http:\/\/no-such-host.invalid\/metrics cannot be reached: .+/,
    ],
    ['no such program', { kind: 'command', argv: ['no-such-program'] }, /^`no-such-program` cannot be started/],
    [
      'a program that fails',
      { kind: 'command', argv: [process.execPath, '-e', 'console.error("no route to host"); process.exit(255)'] },
      /ended with exit code 255: no route to host$/,
    ],
    [
      'a program that prints something else',
      { kind: 'command', argv: [process.execPath, '-p', '"hello"'] },
      /^Cannot read the listing of sockets: found "hello"/,
    ],
  ])('tells that %s, once, and counts each look as missing', async (_, source, reason) => {
    const { observation, told } = await observed([host(source)])
    expect(told).toHaveLength(1)
    expect(observation.samples).toEqual([])
    expect(observation.failures[0]?.reason).toMatch(reason)
    expect(observation.failures[0]?.count).toBeGreaterThanOrEqual(1)
    expect(missedLooks(observation)).toBe(observation.due)
  })

  test.each<readonly [string, (url: string) => HostToObserve['source'], RequestListener, RegExp]>([
    ['status', (url) => ({ kind: 'loadrun', url }), (_, response) => response.writeHead(404).end(), /status 404$/],
    ['body', (url) => ({ kind: 'loadrun', url }), (_, response) => response.end('{}'), /found "\{\}"$/],
    [
      'metrics',
      (url) => ({ kind: 'node_exporter', url }),
      (_, response) => response.end('# HELP go_gc x\ngo_gc 1\n'),
      /has no metrics of TCP/,
    ],
  ])('tells of an unusable %s', async (_, sourceOf, listener, reason) => {
    await using server = await serving(listener)
    const { observation } = await observed([host(sourceOf(server.url))])
    expect(observation.failures[0]?.reason).toMatch(reason)
  })

  test('gives a look up in time, ends the command, and counts what fell due meanwhile as missing', async () => {
    const argv = [process.execPath, '-e', 'setInterval(() => {}, 1000)']
    const source = { kind: 'command', argv } as const
    const { observation, told } = await observed([host(source, { timeoutMs: 400 })], 100)
    expect(told).toEqual(['web-1: no answer within 400 ms'])
    expect(observation.samples).toEqual([])
    expect(missedLooks(observation)).toBeGreaterThanOrEqual(8)
  })

  test('goes on when it answers again, with counters that started over', async () => {
    const bodies = ['5', '', '9', '2']
    let asked = 0
    await using server = await serving((_, response) => {
      const body = bodies[Math.min(asked++, bodies.length - 1)]
      response.writeHead(body === '' ? 503 : 200).end(`node_netstat_Tcp_ActiveOpens ${body}\nnode_sockstat_TCP_tw 3\n`)
    })
    const told: string[] = []
    const source = { kind: 'node_exporter', url: server.url } as const
    const observer = await observeHosts([host(source)], (_, reason) => told.push(reason))
    while (asked < 5) await wait(5)
    const [observation] = await observer.stop()
    expect(told).toEqual([`${server.url} answers with status 503`])
    expect(observation?.samples.slice(0, 3).map(({ counters }) => counters['Tcp.ActiveOpens'])).toEqual([0, 4, 6])
    expect(observation?.samples[0]?.states).toEqual({ TIME_WAIT: 3 })
    expect(observation?.failures).toHaveLength(1)
  })
})

/** On a free port: node_exporter cannot choose one, so it is tried until one is. */
async function startNodeExporter(program: string) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const child = spawn(
      program,
      [
        `--web.listen-address=127.0.0.1:${port}`,
        '--collector.disable-defaults',
        ...['netstat', 'sockstat', 'tcpstat'].map((name) => `--collector.${name}`),
      ],
      { stdio: 'ignore' },
    )
    const url = `http://127.0.0.1:${port}/metrics`
    const deadlineMs = Date.now() + 10_000
    while (child.exitCode === null && Date.now() < deadlineMs) {
      const answers = await fetch(url).then(
        (response) => response.text().then(() => response.ok),
        () => false,
      )
      if (answers) return { child, url }
      await wait(50)
    }
    child.kill()
  }
  throw new Error(`Cannot start ${program}`)
}
