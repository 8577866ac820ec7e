import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { loadrun, newFolder } from '../support/loadrun.ts'

let folder: string
beforeAll(async () => {
  folder = await newFolder()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a shipped scenario as it is, which must come out as it expects, and reads its results, by variant. */
async function study(name: string, variants: readonly string[]): Promise<Readonly<Record<string, RunResult>>> {
  const out = join(folder, name)
  const end = await loadrun([`scenarios/${name}.yaml`, '--out', out])
  expect(end.exitCode, end.stderr).toBe(0)
  const results = await Promise.all(
    variants.map(async (variant) => {
      const file = join(out, variants.length === 1 ? '' : variant, 'result.json')
      return [variant, JSON.parse(await readFile(file, 'utf8'))] as const
    }),
  )
  return Object.fromEntries(results)
}

function findingsOf(result: RunResult | undefined): readonly string[] {
  return [...new Set(result?.judgement.findings.map(({ id }) => id))]
}

function sentence(result: RunResult | undefined, id: string): string | undefined {
  return result?.judgement.findings.find((finding) => finding.id === id)?.sentence
}

// Two at a time: each keeps about half a core busy, and most of its time is waiting.
describe.concurrent('the shipped scenario', () => {
  test('timeout-that-does-not-help: the slots are held for clients that have gone', async () => {
    const results = await study('timeout-that-does-not-help', ['without-timeout', 'with-timeout'])
    const { 'without-timeout': without, 'with-timeout': withTimeout } = results
    expect(findingsOf(without)).toEqual(expect.arrayContaining(['slots-exhausted', 'slot-holders', 'time-wait']))
    expect(findingsOf(without)).not.toContain('timeout-effect')
    expect(findingsOf(withTimeout)).toEqual(
      expect.arrayContaining(['slots-exhausted', 'timeout-effect', 'work-for-nobody']),
    )
    expect(sentence(withTimeout, 'timeout-effect')).toContain('none of them freed its slot')
    expect(sentence(withTimeout, 'slot-holders')).toContain('whose client has gone')
  })

  test('timeout-that-stops-everything: nearly all work is done for nobody', async () => {
    const results = await study('timeout-that-stops-everything', ['without-timeout', 'with-timeout'])
    const served = (result: RunResult | undefined) => result?.total.requests['clients/GET /search']?.ok.count ?? 0
    expect(served(results['with-timeout'])).toBeLessThan(served(results['without-timeout']) / 3)
    expect(sentence(results['with-timeout'], 'slot-holders')).toContain('waited for the bottleneck behind the handlers')
    expect(findingsOf(results['with-timeout'])).toContain('work-for-nobody')
    expect(findingsOf(results['without-timeout'])).not.toContain('work-for-nobody')
  })

  test('author-attempt: nothing is refused, and TIME_WAIT lies on the server’s side', async () => {
    const results = await study('author-attempt', ['run'])
    expect(findingsOf(results.run)).toContain('slots-free')
    expect(findingsOf(results.run)).not.toContain('slots-exhausted')
    expect(sentence(results.run, 'time-wait')).toContain('server closed first')
  })

  test('idle-connections: the slots of an idle server are held by idle connections', async () => {
    const results = await study('idle-connections', ['idle-kept', 'idle-closed'])
    expect(sentence(results['idle-kept'], 'slot-holders')).toContain('connections without a request')
    const newcomers = (result: RunResult | undefined) => result?.total.requests['newcomers/GET /new']
    expect(newcomers(results['idle-kept'])?.ok.count).toBe(0)
    expect(newcomers(results['idle-closed'])?.failed.count).toBe(0)
  })

  test('old-fasthttp: few are refused, and the others wait', async () => {
    const results = await study('old-fasthttp', ['new-fasthttp', 'old-fasthttp'])
    const refused = (result: RunResult | undefined) =>
      result?.judgement.findings.find(({ id }) => id === 'slots-exhausted')?.figures.rejected ?? 0
    expect(refused(results['old-fasthttp'])).toBeLessThan(refused(results['new-fasthttp']) / 3)
    expect(findingsOf(results['old-fasthttp'])).toContain('slots-awaited')
    expect(findingsOf(results['new-fasthttp'])).not.toContain('slots-awaited')
  })

  test('flaky-network: the resets are the network’s, and a retry gets past them', async () => {
    const results = await study('flaky-network', ['bare', 'retries'])
    for (const result of Object.values(results))
      expect(findingsOf(result)).toEqual(expect.arrayContaining(['toxics', 'slots-free']))
    const failed = (result: RunResult | undefined) =>
      Object.values(result?.total.requests ?? {}).reduce((sum, request) => sum + request.failed.count, 0)
    expect(failed(results.bare)).toBeGreaterThan(10)
    expect(failed(results.retries)).toBeLessThan(failed(results.bare) / 3)
  })
})
