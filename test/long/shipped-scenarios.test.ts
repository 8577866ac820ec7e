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

const limitReached = ['main-failure', 'slots-exhausted', 'slot-holders'] as const
const timeoutForNothing = ['timeout-effect', 'work-for-nobody'] as const

/** What each run is to be found to show, in the order of its report, and nothing else. */
const expectedFindings = {
  'timeout-that-does-not-help': {
    'without-timeout': [...limitReached, 'time-wait', 'prediction'],
    'with-timeout': [...limitReached, ...timeoutForNothing, 'time-wait', 'prediction'],
  },
  'timeout-that-stops-everything': {
    'without-timeout': [...limitReached, 'time-wait', 'prediction'],
    'with-timeout': [...limitReached, ...timeoutForNothing, 'time-wait', 'prediction'],
  },
  'author-attempt': { run: ['slots-free', 'time-wait'] },
  'idle-connections': {
    'idle-kept': limitReached,
    'idle-closed': [...limitReached, 'time-wait'],
  },
  'old-fasthttp': {
    'new-fasthttp': [...limitReached, 'time-wait', 'prediction'],
    'old-fasthttp': ['main-failure', 'slots-exhausted', 'slots-awaited', 'slot-holders', 'time-wait'],
  },
  'flaky-network': {
    bare: ['main-failure', 'toxics', 'slots-free', 'time-wait'],
    retries: ['toxics', 'slots-free', 'retry-amplification', 'time-wait'],
  },
} as const

/**
 * Tell of the machine that the test runs on, and of what arrives in time on it; and whose sockets are in TIME_WAIT, which
 * is told only where the counts leave no doubt.
 */
const ofTheMachine: ReadonlySet<string> = new Set(['late-generator', 'resets', 'time-wait-source'])

/**
 * Runs a shipped scenario as it is, which must come out as it expects with the findings that it is there for, and reads
 * its results, by variant.
 */
async function study(name: keyof typeof expectedFindings): Promise<Readonly<Record<string, RunResult>>> {
  const variants = Object.keys(expectedFindings[name])
  const out = join(folder, name)
  const end = await loadrun([`scenarios/${name}.yaml`, '--out', out])
  expect(end.exitCode, end.stderr).toBe(0)
  const results = await Promise.all(
    variants.map(async (variant) => {
      const file = join(out, variants.length === 1 ? '' : variant, 'result.json')
      return [variant, JSON.parse(await readFile(file, 'utf8'))] as const
    }),
  )
  const found = results.map(([variant, result]) => {
    return [variant, findingsOf(result).filter((id) => !ofTheMachine.has(id))] as const
  })
  expect(Object.fromEntries(found)).toEqual(expectedFindings[name])
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
    const results = await study('timeout-that-does-not-help')
    expect(sentence(results['with-timeout'], 'timeout-effect')).toContain('none of them freed its slot')
    expect(sentence(results['with-timeout'], 'slot-holders')).toContain('whose client has gone')
  })

  test('timeout-that-stops-everything: nearly all work is done for nobody', async () => {
    const results = await study('timeout-that-stops-everything')
    const served = (result: RunResult | undefined) => result?.total.requests['clients/GET /search']?.ok.count ?? 0
    expect(served(results['with-timeout'])).toBeLessThan(served(results['without-timeout']) / 3)
    expect(sentence(results['with-timeout'], 'slot-holders')).toContain('waited for the bottleneck behind the handlers')
  })

  test('author-attempt: nothing is refused, and TIME_WAIT lies on the server’s side', async () => {
    const results = await study('author-attempt')
    expect(sentence(results.run, 'time-wait')).toContain('server closed first')
  })

  test('idle-connections: the slots of an idle server are held by idle connections', async () => {
    const results = await study('idle-connections')
    expect(sentence(results['idle-kept'], 'slot-holders')).toContain('connections without a request')
    const newcomers = (result: RunResult | undefined) => result?.total.requests['newcomers/GET /new']
    expect(newcomers(results['idle-kept'])?.ok.count).toBe(0)
    expect(newcomers(results['idle-closed'])?.failed.count).toBe(0)
  })

  test('old-fasthttp: few are refused, and the others wait', async () => {
    const results = await study('old-fasthttp')
    const refused = (result: RunResult | undefined) =>
      result?.judgement.findings.find(({ id }) => id === 'slots-exhausted')?.figures.rejected ?? 0
    expect(refused(results['old-fasthttp'])).toBeLessThan(refused(results['new-fasthttp']) / 3)
  })

  test('flaky-network: the resets are the network’s, and a retry gets past them', async () => {
    const results = await study('flaky-network')
    const failed = (result: RunResult | undefined) =>
      Object.values(result?.total.requests ?? {}).reduce((sum, request) => sum + request.failed.count, 0)
    expect(failed(results.bare)).toBeGreaterThan(10)
    expect(failed(results.retries)).toBeLessThan(failed(results.bare) / 3)
  })
})
