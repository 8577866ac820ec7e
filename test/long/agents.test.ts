import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NatsServer, natsIsMissing } from '../../packages/agents/src/testing/nats-server.ts'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { loadrun, newFolder, root, type StartedCommand, startLoadrun } from '../support/loadrun.ts'
import { secondsMeasured } from '../support/seconds-measured.ts'

const scenario = 'test/scenarios/on-agents.yaml'
const planned = 400

type AgentName = 'north' | 'south'

let folder: string
let nats: NatsServer
const agents: Partial<Record<AgentName, StartedCommand>> = {}

beforeAll(async () => {
  if (natsIsMissing) return
  folder = await newFolder()
  nats = await NatsServer.start()
})

/** Those that a test has ended are started anew. */
beforeEach(async () => {
  if (natsIsMissing) return
  await Promise.all(
    (['north', 'south'] as const).map(async (name) => {
      const { child } = agents[name] ?? {}
      if (child !== undefined && child.exitCode === null && child.signalCode === null) return
      const started = startAgent(name)
      agents[name] = started
      await started.said(/\n/)
    }),
  )
})

afterAll(async () => {
  if (natsIsMissing) return
  for (const { child, ended } of Object.values(agents)) {
    child.kill('SIGTERM')
    await ended
  }
  await nats.stop()
  await rm(folder, { recursive: true, force: true })
})

function startAgent(name: string): StartedCommand {
  return startLoadrun(['agent', '--nats', nats.url, '--name', name])
}

async function kill(name: AgentName): Promise<void> {
  agents[name]?.child.kill('SIGKILL')
  await agents[name]?.ended
}

function startRun(name: string, ...more: readonly string[]): StartedCommand {
  const on = ['--nats', nats.url, '--agents', '2', '--agent-loss-after', '2s', '--out', join(folder, name)]
  return startLoadrun([scenario, ...on, ...more])
}

async function resultOf(name: string): Promise<RunResult> {
  return JSON.parse(await readFile(join(folder, name, 'result.json'), 'utf8'))
}

function served({ tiers }: RunResult): number | undefined {
  const [tier] = tiers
  return tier?.kind === 'limited-server' ? tier.samples.at(-1)?.counts.served : undefined
}

function counted({ total }: RunResult): number {
  return total.requests['visits/GET /search']?.ok.count ?? 0
}

describe.skipIf(natsIsMissing)('a run on agents', { timeout: 120_000 }, () => {
  test('gives no verdict when one is killed, names it and what is missing, and counts what it had told', async () => {
    const run = startRun('killed')
    await secondsMeasured(run, join(folder, 'killed'), 2)
    await kill('south')
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(4)
    const result = await resultOf('killed')
    const [north, south] = result.agents?.agents ?? []
    expect(north).toMatchObject({ name: 'north', requestsSent: planned / 2 })
    expect(north?.lost).toBeUndefined()
    expect(south?.lost).toMatchObject({ reason: 'nothing was heard of it for 2 s', secondsTooLate: 0 })
    // Those due at the very end of its last second may have been sent in the next.
    expect(south?.requestsSent).toBeGreaterThan(((south?.lost?.atMs ?? 0) / 1000) * 50 - 10)
    const missing = (planned - counted(result)) / planned
    expect(result.agents?.missingShare).toBeCloseTo(missing, 1)
    expect(result.judgement.doubts[0]).toContain('Agent south was lost: nothing was heard of it for 2 s.')
    expect(counted(result)).toBeLessThanOrEqual(served(result) ?? 0)
  })

  test('may pass without one that hangs, if the user says so; what it tells later is not counted', async () => {
    const run = startRun('paused', '--allow-degraded')
    await secondsMeasured(run, join(folder, 'paused'), 1)
    agents.north?.child.kill('SIGSTOP')
    await secondsMeasured(run, join(folder, 'paused'), 3)
    agents.north?.child.kill('SIGCONT')
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(0)
    const result = await resultOf('paused')
    expect(result.judgement.findings.map(({ id }) => id)).toContain('lost-agents')
    expect(end.stdout).toContain('Agent north was lost')
    expect(counted(result)).toBe(result.agents?.agents.reduce((sum, { requestsSent }) => sum + requestsSent, 0))
  })

  test('ends on all when one is lost, where the user wants that', async () => {
    const run = startRun('stopped', '--on-agent-loss', 'stop', '--set', 'scenarios.visits.duration=60s')
    await secondsMeasured(run, join(folder, 'stopped'), 1)
    await kill('north')
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(4)
    const result = await resultOf('stopped')
    expect(result.elapsedMs).toBeLessThan(30_000)
    expect(result.judgement.doubts.join(' ')).toContain('the load was ended on all agents then')
  })

  test('loses nothing when NATS dies and comes back', async () => {
    const run = startRun('restart')
    await secondsMeasured(run, join(folder, 'restart'), 2)
    await nats.restart(1500)
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(0)
    const result = await resultOf('restart')
    expect(counted(result)).toBe(planned)
    expect(served(result)).toBe(planned)
    expect(
      result.intervals.reduce((sum, { requests }) => sum + (requests['visits/GET /search']?.ok.count ?? 0), 0),
    ).toBe(planned)
    expect(result.agents).toMatchObject({ missingShare: 0, stoppedByLoss: false })
  })

  test('ends with what was measured when it is stopped by Ctrl-C, and its agents wait for the next', async () => {
    const run = startRun('interrupted', '--set', 'scenarios.visits.duration=60s')
    await secondsMeasured(run, join(folder, 'interrupted'), 1)
    run.child.kill('SIGINT')
    const end = await run.ended
    expect(end.exitCode, end.stdout + end.stderr).toBe(130)
    expect(counted(await resultOf('interrupted'))).toBeGreaterThan(0)
    const next = await startRun('next', '--set', 'scenarios.visits.duration=1s').ended
    expect(next.exitCode, next.stdout + next.stderr).toBe(0)
  })

  test('does not start without enough agents, and says how many there were', async () => {
    const end = await startRun('too-few', '--agents', '3', '--agent-wait', '1s').ended
    expect(end.exitCode).toBe(3)
    expect(end.stderr).toContain('Cannot run on 3 agents: 2 were there and free within 1 s')
    const without = await loadrun([scenario, '--agents', '2'])
    expect(without.exitCode).toBe(2)
    expect(without.stderr).toContain('Cannot run on 2 agents: --nats is wanted')
  })
})

const certificates = join(root, 'packages/http/src/testing/certificates')

describe.skipIf(natsIsMissing)('NATS that asks who it is', { timeout: 120_000 }, () => {
  const certificate = (name: string) => join(certificates, name)
  const tls = ['--tlscert', certificate('server.pem'), '--tlskey', certificate('server-key.pem')]
  const mutual = [...tls, '--tlsverify', '--tlscacert', certificate('ca.pem')]
  const own = ['--nats-cert', certificate('client.pem'), '--nats-key', certificate('client-key.pem')]
  const trusted = ['--nats-ca', certificate('ca.pem')]

  test.each([
    { who: 'a token', server: ['--auth', 'secret'], good: ['--nats-token', 'secret'], bad: ['--nats-token', 'guess'] },
    { who: 'a certificate', server: mutual, good: [...trusted, ...own], bad: trusted },
  ])('lets those work who have $who, and nobody else', async ({ who, server, good, bad }) => {
    const asking = await NatsServer.start(server)
    const agent = startLoadrun(['agent', '--nats', asking.url, '--name', 'known', ...good])
    try {
      await agent.said(/\n/)
      const stranger = await loadrun(['agent', '--nats', asking.url, ...bad])
      expect(stranger.exitCode, stranger.stdout).toBe(3)
      expect(stranger.stderr).toContain('Cannot reach NATS at')
      const short = ['--set', 'scenarios.visits.duration=500ms', '--out', join(folder, who)]
      const end = await loadrun([scenario, '--nats', asking.url, ...good, ...short])
      expect(end.exitCode, end.stdout + end.stderr).toBe(0)
    } finally {
      agent.child.kill('SIGTERM')
      await agent.ended
      await asking.stop()
    }
  })
})
