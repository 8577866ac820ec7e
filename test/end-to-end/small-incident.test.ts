import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult, SocketSample } from '../../packages/metrics/src/index.ts'
import { type CommandEnd, newFolder, startLoadrun } from '../support/loadrun.ts'
import { schemaProblems } from '../support/result-schema.ts'
import { readSs, type SsReading, ssIsMissing } from '../support/ss.ts'

const limitText = 'The connection cannot be served because Server.Concurrency limit exceeded'

let folder: string
let end: CommandEnd
let before: RunResult
let after: RunResult
const readings: SsReading[] = []

beforeAll(async () => {
  folder = await newFolder()
  const command = startLoadrun(['test/scenarios/small-incident.yaml', '--out', folder])
  let running = true
  const ended = command.ended.finally(() => {
    running = false
  })
  while (running) {
    if (!ssIsMissing) readings.push(await readSs())
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 200))])
  }
  end = await ended
  before = await resultOf('before')
  after = await resultOf('after')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function resultOf(variant: string): Promise<RunResult> {
  return JSON.parse(await readFile(join(folder, variant, 'result.json'), 'utf8'))
}

describe('loadrun on an incident and its fix', () => {
  test('exits with 0 when both variants come out as the file expects', () => {
    expect(end.exitCode, end.stderr).toBe(0)
    expect(before.judgement.outcome).toBe('failed')
    expect(after.judgement.outcome).toBe('passed')
    expect(end.stdout).toContain('As expected: before failed, as expected; after passed.')
  })

  test('writes a result and a page for each variant and a comparison, and nothing partial', () => {
    for (const file of ['before/result.json', 'before/report.html', 'after/report.html', 'compare.html']) {
      expect(existsSync(join(folder, file)), file).toBe(true)
    }
    expect(existsSync(join(folder, 'before/partial.ndjson'))).toBe(false)
  })

  test('writes results that are as their schema says', () => {
    expect([before, after].map(schemaProblems)).toEqual([[], []])
  })

  test('shows the server’s own message first', () => {
    const failures = end.stdout.slice(end.stdout.indexOf('WHAT FAILED'))
    expect(failures.split('\n').find((line) => /^\s+[\d,]+ {2}\S/.test(line))).toContain(limitText)
  })

  test('counts the same things alike at clients, middleware, server and in time slices', () => {
    for (const { judgement } of [before, after]) {
      expect(judgement.agreements.length).toBeGreaterThanOrEqual(5)
      expect(judgement.agreements.filter(({ agrees }) => !agrees)).toEqual([])
      expect(judgement.doubts).toEqual([])
    }
  })

  test('has the slots exhausted before and free after, and nobody refused after', () => {
    expect(lastServerCounts(before).rejected).toBeGreaterThan(100)
    expect(lastServerCounts(after).rejected).toBe(0)
    expect(lastServerCounts(after).aborted).toBeGreaterThan(50)
  })

  test('leaves TIME_WAIT on the side of the middleware, which closes first', () => {
    const leg = after.sockets.observed && after.sockets.samples.at(-1)?.legs['middleware → server']
    if (!leg) throw new Error('sockets were not observed')
    expect(leg.from.TIME_WAIT).toBeGreaterThan(500)
    expect(leg.to.TIME_WAIT ?? 0).toBe(0)
  })

  test('keeps failure samples whole, with the connection they came over', () => {
    const refused = before.total.failures.find(({ text }) => text === limitText)
    expect(refused?.status).toBe(502)
    expect(refused?.samples[0]?.body).toBe(limitText)
    expect(refused?.samples[0]?.headers['x-upstream-status']).toBe('503')
    expect(refused?.samples[0]?.connection?.localPort).toBeGreaterThan(0)
  })

  test.skipIf(ssIsMissing)('counts sockets within 2 % of what ss says at the same moments', () => {
    const compared = [before, after].flatMap((result) => comparisonsWithSs(result))
    expect(compared.length).toBeGreaterThan(10)
    for (const { ss, earlier, later } of compared) {
      expect(ss).toBeGreaterThanOrEqual(earlier * 0.98 - 2)
      expect(ss).toBeLessThanOrEqual(later * 1.02 + 2)
    }
  })
})

function serverOf(result: RunResult) {
  const server = result.tiers.find((tier) => tier.kind === 'limited-server')
  if (server === undefined) throw new Error('no server was observed')
  return server
}

function lastServerCounts(result: RunResult) {
  const counts = serverOf(result).samples.at(-1)?.counts
  if (counts === undefined) throw new Error('the server counted nothing')
  return counts
}

/**
 * TIME_WAIT towards the server by `ss`, and by loadrun's snapshots that ended before and began after: it only grows,
 * because no run here lasts as long as it does.
 */
function comparisonsWithSs(result: RunResult): { ss: number; earlier: number; later: number }[] {
  if (!result.sockets.observed) throw new Error('sockets were not observed')
  const server = serverOf(result)
  const startedMs = Date.parse(result.startedAt)
  const { samples } = result.sockets
  return readings.flatMap(({ startedEpochMs, endedEpochMs, timeWaitByRemotePort }) => {
    const earlier = samples.findLast(({ atMs, tookMs = 0 }) => startedMs + atMs + tookMs < startedEpochMs)
    const later = samples.find(({ atMs }) => startedMs + atMs > endedEpochMs)
    if (earlier === undefined || later === undefined) return []
    return [{ ss: timeWaitByRemotePort.get(server.port) ?? 0, earlier: timeWaitOf(earlier), later: timeWaitOf(later) }]
  })
}

function timeWaitOf(sample: SocketSample): number {
  return sample.legs['middleware → server']?.from.TIME_WAIT ?? 0
}
