import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { openHosts } from '../../packages/topology/src/index.ts'
import { hostsAreMissing, namespacesOf, onHost } from '../support/hosts.ts'
import { loadrun, newFolder, root, type StartedCommand, startCommand, startLoadrun } from '../support/loadrun.ts'
import { findingsOf, resultIn } from '../support/results.ts'
import { secondsMeasured } from '../support/seconds-measured.ts'

const scenario = 'test/scenarios/own-hosts.yaml'
const composeFolder = join(root, 'deploy/compose')
const containers: {
  readonly services: Readonly<Record<'client' | 'server' | 'middleware', { readonly command: readonly string[] }>>
} = parse(readFileSync(join(composeFolder, 'compose.yaml'), 'utf8'))

let folder: string
beforeAll(async () => {
  folder = await newFolder()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const portText = 'no local port was free for a connection to the upstream (EADDRNOTAVAIL)'

describe.skipIf(hostsAreMissing)('loadrun with a host for each tier', { timeout: 300_000 }, () => {
  test('observes each end of a leg on its own host, whatever ports they share, and leaves nothing behind', async () => {
    const command = startLoadrun([scenario, '--out', join(folder, 'plain')])
    const end = await command.ended
    expect(end.exitCode, end.stderr).toBe(0)
    const { sockets, tiers, total } = await resultIn(folder, 'plain')
    expect(total.requests['clients/GET /']?.ok.count).toBe(40)
    expect(tiers.map(({ addresses, port }) => [...addresses, port])).toEqual([
      ['10.0.2.1', 8080],
      ['10.0.3.1', 8080],
    ])
    if (!sockets.observed) throw new Error(sockets.reason)
    const atEnd = sockets.samples.at(-1)?.legs['middleware → server']
    expect(atEnd?.busiestDestination).toBe('10.0.2.1:8080')
    // The last closes may come after the last look.
    expect(atEnd?.from.TIME_WAIT).toBeGreaterThan(60)
    expect(atEnd?.from.TIME_WAIT).toBeLessThanOrEqual(80)
    expect(atEnd?.to.TIME_WAIT).toBeUndefined()
    expect(namespacesOf(command.child.pid)).toEqual([])
  })

  test('has a proxy that makes the network bad on a host of its own, and counts that agree', async () => {
    const end = await loadrun(['test/scenarios/own-hosts-toxics.yaml', '--out', join(folder, 'toxics')])
    // On a machine too busy for the load there is no verdict.
    expect([0, 4], end.stdout + end.stderr).toContain(end.exitCode)
    const { sockets, tiers, judgement } = await resultIn(folder, 'toxics')
    expect(judgement.agreements.filter(({ agrees }) => !agrees)).toEqual([])
    expect(tiers.map(({ name, addresses, port }) => [name, ...addresses, port])).toEqual([
      ['server', '10.0.2.1', 8080],
      ['wire', '10.0.3.1', 8081],
      ['middleware', '10.0.4.1', 8082],
    ])
    const counts = tiers.flatMap((tier) => (tier.kind === 'toxics' ? (tier.samples.at(-1)?.counts ?? []) : []))
    expect(counts[0]?.accepted).toBe(40)
    expect(counts[0]?.resetByToxic).toBeGreaterThan(0)
    if (!sockets.observed) throw new Error(sockets.reason)
    expect(sockets.legs.map(({ name }) => name)).toContain('wire → server')
    expect(sockets.samples.at(-1)?.hosts?.wire?.['Tcp.PassiveOpens']).toBe(40)
    expect(findingsOf({ judgement } as RunResult).get('toxics')).toContain('carried 40 connections and reset')
  })

  test('leaves nothing behind after Ctrl-C either, and writes what it measured', async () => {
    const out = join(folder, 'interrupted')
    const command = startLoadrun([scenario, '--set', 'scenarios.clients.duration=60s', '--out', out])
    await secondsMeasured(command, out, 1)
    command.child.kill('SIGINT')
    const end = await command.ended
    expect(end.exitCode, end.stderr).toBe(130)
    expect((await resultIn(folder, 'interrupted')).total.requests['clients/GET /']?.ok.count).toBeGreaterThan(0)
    expect(namespacesOf(command.child.pid)).toEqual([])
  })

  test('removes what a run left behind that was killed', async () => {
    const out = join(folder, 'killed')
    const killed = startLoadrun([scenario, '--set', 'scenarios.clients.duration=60s', '--out', out])
    await secondsMeasured(killed, out, 1)
    killed.child.kill('SIGKILL')
    await killed.ended
    expect(namespacesOf(killed.child.pid)).toHaveLength(4)
    const end = await loadrun([scenario, '--out', join(folder, 'after-killed')])
    expect(end.exitCode, end.stderr).toBe(0)
    expect(namespacesOf(killed.child.pid)).toEqual([])
  })

  test('runs the commands of the three containers on three hosts', async () => {
    const names = ['client', 'server', 'middleware'] as const
    const unset = { localPorts: undefined, timeWaitReuse: undefined }
    const hosts = await openHosts({ kind: 'netns', hosts: names.map((name) => ({ name, ...unset })) }, [])
    const commandOf = (service: (typeof names)[number]) =>
      containers.services[service].command.map((word) =>
        word
          .replace(/\$\{\w+:-(\w+)\}/, '$1')
          .replace(/\/\/(server|middleware):/, (_, name: string) => `//${hosts.of(name).addresses[0]}:`)
          .replace(/^reports\/incident$/, join(folder, 'containers')),
      )
    const served: StartedCommand[] = []
    try {
      for (const service of ['server', 'middleware'] as const) {
        const command = onHost(hosts.of(service), commandOf(service))
        served.push(command)
        await command.said(/listens on/)
      }
      const target = `http://${hosts.of('middleware').addresses[0]}:8000`
      const shortened = ['--set', `target=${target}`, '--set', 'scenarios.clients.duration=2s']
      const end = await onHost(hosts.of('client'), [...commandOf('client'), ...shortened], composeFolder).ended
      expect(end.exitCode, end.stderr).toBe(99)
      const { sockets, total } = await resultIn(folder, 'containers')
      expect(sockets).toMatchObject({ observed: true, legs: [{ from: 'client', ports: [8000] }] })
      expect(total.requests['clients/GET /search']?.ok.count).toBeGreaterThan(0)
    } finally {
      for (const { child } of served) child.kill('SIGTERM')
      for (const { ended } of served) expect((await ended).exitCode).toBe(0)
      await hosts.close()
    }
  })
})

describe('deploy', () => {
  const files = [
    { file: 'deploy/compose/compose.yaml', services: ['client', 'middleware', 'server'] },
    { file: 'deploy/agents/compose.yaml', services: ['agent', 'nats', 'run'] },
  ]
  test.for(files)('$file is what docker compose understands', async ({ file, services }, { skip }) => {
    // Docker's plugin, or Debian's docker-compose: neither asks the daemon.
    const ways = [['docker', 'compose'], ['docker-compose']] as const
    const ends = ways.map(async ([program, ...args]) => {
      const run = (...more: readonly string[]) => startCommand(program, [...args, ...more], root).ended
      const version = await run('version').catch(() => undefined)
      return version?.exitCode === 0 ? run('--file', file, 'config') : undefined
    })
    const understood = (await Promise.all(ends)).filter((end) => end !== undefined)
    if (understood.length === 0 && process.env.CI === undefined) return skip('docker compose is not on this machine')
    expect(understood.length).toBeGreaterThan(0)
    for (const end of understood) {
      expect(end.exitCode, end.stderr).toBe(0)
      expect(Object.keys(parse(end.stdout).services).sort()).toEqual(services)
    }
  })
})

describe.skipIf(hostsAreMissing)('scenarios/port-exhaustion.yaml', () => {
  let closing: RunResult
  let keeping: RunResult
  let reusing: RunResult
  beforeAll(async () => {
    const end = await loadrun(['scenarios/port-exhaustion.yaml', '--out', join(folder, 'ports')])
    // On a machine too busy for the load there is no verdict, but ports run out all the same.
    expect([0, 4], end.stdout + end.stderr).toContain(end.exitCode)
    closing = await resultIn(folder, 'ports', 'closing')
    keeping = await resultIn(folder, 'ports', 'keeping')
    reusing = await resultIn(folder, 'ports', 'reusing')
  }, 240_000)

  test('uses up the ports of the middleware’s host, first half of them, then all', () => {
    const { sockets } = closing
    if (!sockets.observed) throw new Error(sockets.reason)
    const used = sockets.samples.map(({ legs }) => legs['middleware → server']?.portsToBusiestDestination ?? 0)
    expect(used.some((ports) => ports >= 2000 && ports < 4000)).toBe(true)
    expect(Math.max(...used)).toBeGreaterThan(3980)
    expect(sockets.hosts?.middleware).toEqual({ portRange: { low: 20_000, high: 23_999 }, timeWaitReuse: 'never' })
    expect(sockets.hosts?.client?.portRange).not.toEqual(sockets.hosts?.middleware?.portRange)
  })

  test('tells the failure by its cause, at the middleware and to the client', () => {
    const middleware = closing.tiers.find(({ kind }) => kind === 'middleware')
    if (middleware?.kind !== 'middleware') throw new Error('The middleware was not observed')
    expect(middleware.upstreamFailures.map(({ cause }) => cause)).toContain('no-free-port')
    expect(closing.total.failures.map(({ text }) => text)).toContain(portText)
  })

  test('finds that ports ran out, who closed first, and that it does harm', () => {
    const findings = findingsOf(closing)
    expect(findings.get('no-free-port')).toMatch(
      /^middleware could not open [\d,]+ connections, the first [\d.]+ s into the load, because no local port was free/,
    )
    expect(findings.get('no-free-port')).toContain('in TIME_WAIT: each close by middleware keeps a port for 60 s')
    const timeWait = closing.judgement.findings.filter(({ id }) => id === 'time-wait').map(({ sentence }) => sentence)
    expect(timeWait.join('\n')).toContain('middleware closed first')
    expect(timeWait.join('\n')).toContain('no port is left for a new connection (EADDRNOTAVAIL)')
  })

  test('shows two cures: connections kept open, and ports in TIME_WAIT taken over', () => {
    for (const { total, judgement } of [keeping, reusing]) {
      expect(total.failures.map(({ text }) => text)).not.toContain(portText)
      expect(judgement.findings.map(({ id }) => id)).not.toContain('no-free-port')
    }
  })
})

describe.skipIf(hostsAreMissing)('scenarios/connect-cliff.yaml', { timeout: 240_000 }, () => {
  // With fewer ports half of them are taken sooner, and the search through them is shorter in proportion.
  test('finds that connecting became dear at half of the ports, long before none is left', async () => {
    const ports = 'topology.hosts.middleware.localPorts=[32768,40767]'
    const shorter = ['--set', ports, '--set', 'scenarios.clients.duration=16s', '--variant', 'usual-ports']
    const end = await loadrun(['scenarios/connect-cliff.yaml', ...shorter, '--out', join(folder, 'cliff')])
    expect([0, 3, 4, 99], end.stdout + end.stderr).toContain(end.exitCode)
    const result = await resultIn(folder, 'cliff')
    const found = result.judgement.findings.find(({ id }) => id === 'slow-connects')
    expect(found?.sentence).toMatch(/half of middleware’s 8,000 local ports were taken towards 10\.0\.2\.1:\d+/)
    expect(found?.figures.kernelMsAfter).toBeGreaterThan(2.5 * (found?.figures.kernelMsBefore ?? Number.NaN))
    const findings = findingsOf(result)
    expect(findings.has('slots-free')).toBe(true)
    expect(findings.has('slots-exhausted')).toBe(false)
    expect(findings.has('no-free-port')).toBe(false)
  })
})
