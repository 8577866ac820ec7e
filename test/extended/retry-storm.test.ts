import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { loadrun, newFolder } from '../support/loadrun.ts'

let folder: string
let results: Readonly<Record<'without-retries' | 'with-retries' | 'with-budget', RunResult>>

beforeAll(async () => {
  folder = await newFolder()
  await loadrun(['scenarios/retry-storm.yaml', '--out', folder])
  const resultOf = async (variant: string): Promise<RunResult> =>
    JSON.parse(await readFile(join(folder, variant, 'result.json'), 'utf8'))
  results = {
    'without-retries': await resultOf('without-retries'),
    'with-retries': await resultOf('with-retries'),
    'with-budget': await resultOf('with-budget'),
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function figuresOf(result: RunResult, finding: string): Readonly<Record<string, number>> | undefined {
  return result.judgement.findings.find(({ id }) => id === finding)?.figures
}

/** Of the requests that the middleware had received by then, those it had answered well, in the last seconds. */
function answeredAtEnd(result: RunResult): number {
  const tier = result.tiers.find(({ kind }) => kind === 'middleware')
  if (tier?.kind !== 'middleware') throw new Error('no middleware was observed')
  const samples = tier.samples.filter(({ atMs }) => atMs >= 11_000 && atMs <= 14_500)
  const [first, last] = [samples[0]?.counts, samples.at(-1)?.counts]
  if (first === undefined || last === undefined) throw new Error('the middleware counted nothing at the end')
  return (last.answeredOk - first.answeredOk) / (last.received - first.received)
}

describe('the retry storm', () => {
  test('goes on after the server has recovered, and does not come about without retries or with a budget', () => {
    expect(answeredAtEnd(results['without-retries'])).toBeGreaterThan(0.8)
    expect(answeredAtEnd(results['with-retries'])).toBeLessThan(0.2)
    expect(answeredAtEnd(results['with-budget'])).toBeGreaterThan(0.8)
  })

  test('is told by its findings: requests multiplied to the end, work finished for nobody', () => {
    const storm = figuresOf(results['with-retries'], 'retry-amplification')
    expect(storm?.attemptsPerRequest).toBeGreaterThan(2)
    expect(storm?.attemptsPerRequestInLastFifth).toBeGreaterThan(2)
    expect(figuresOf(results['with-retries'], 'work-for-nobody')?.servedToNobody).toBeGreaterThan(1000)
  })

  test('is not told where there is none', () => {
    expect(figuresOf(results['without-retries'], 'retry-amplification')).toBeUndefined()
    const bounded = figuresOf(results['with-budget'], 'retry-amplification')
    expect(bounded?.attemptsPerRequest).toBeLessThanOrEqual(1.2)
    expect(bounded?.retriesWithheld).toBeGreaterThan(0)
  })

  test('counts alike at every leg, and predicts nothing that it cannot simulate', () => {
    for (const { judgement } of Object.values(results)) {
      expect(judgement.agreements.filter(({ agrees }) => !agrees)).toEqual([])
      expect(judgement.findings.map(({ id }) => id)).not.toContain('prediction')
    }
  })
})
