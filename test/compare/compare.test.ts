import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareSides, sidesByVariant } from '../../packages/analysis/src/index.ts'
import { commandLine } from '../../packages/cli/src/command-line.ts'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { incidentRun } from '../../packages/report/src/testing/incident.ts'

let folder: string
const seeds = [1, 2, 3, 4, 5, 6]
const believed = (result: RunResult): RunResult => ({
  ...result,
  judgement: { ...result.judgement, outcome: 'passed', doubts: [] },
})
const before = seeds.map((seed) => believed(incidentRun({ seed })))
const again = seeds.map((seed) => believed(incidentRun({ seed: seed + 10 })))
const after = seeds.map((seed) => believed(incidentRun({ seed: seed + 20, variant: 'after', timeoutMs: 1000 })))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadrun-compare-'))
  for (const [name, runs] of Object.entries({ before, again, after })) {
    for (const [place, run] of runs.entries()) {
      await mkdir(join(folder, name, String(place + 1)), { recursive: true })
      await writeFile(join(folder, name, String(place + 1), 'result.json'), JSON.stringify(run))
    }
  }
})

afterAll(() => rm(folder, { recursive: true }))

describe('compareSides()', () => {
  test('shows by six repeats that the fix of the incident is better', () => {
    const comparison = compareSides(sidesByVariant([...before, ...after]))
    const served = comparison.rows.find(({ id }) => id === 'served-share')
    expect(served?.assessments[0]).toMatchObject({ verdict: 'better', pValue: expect.any(Number) })
    expect(served?.repeats.map((values) => values.length)).toEqual([6, 6])
    expect(comparison.findings.map(({ id }) => id)).not.toContain('one-run-each')
  })

  test('shows by one run each no more than the run can tell, and says what is not known', () => {
    const comparison = compareSides(sidesByVariant([before[0], after[0]].flatMap((run) => run ?? [])))
    expect(comparison.method).toEqual({ kind: 'windows', blockSeconds: expect.any(Number), unchangedRuns: 0 })
    expect(comparison.findings.find(({ id }) => id === 'one-run-each')?.sentence).toContain('--repeat')
    for (const { assessments } of comparison.rows) {
      for (const one of assessments) expect(one?.interval?.low ?? 0).toBeLessThanOrEqual(one?.interval?.high ?? 0)
    }
  })

  test('finds a run the same as itself', () => {
    const [run] = after
    if (run === undefined) throw new Error('there is no run')
    const sides = ['one', 'other'].map((name) => ({ name, runs: [run] }))
    const verdicts = compareSides(sides).rows.flatMap(({ assessments }) =>
      assessments.flatMap((one) => one?.verdict ?? []),
    )
    expect(verdicts).not.toContain('better')
    expect(verdicts).not.toContain('worse')
  })
})

describe('loadrun compare', () => {
  test('takes folders of repeats, and ends with 99 only when something that decides got worse', async () => {
    const better = await compared(join(folder, 'before'), join(folder, 'after'))
    expect(better.exitCode).toBe(0)
    expect(better.text).toContain('Better: Client requests served')
    const worse = await compared(join(folder, 'after'), join(folder, 'before'))
    expect(worse.exitCode).toBe(99)
    expect(worse.text).toContain('Worse: Client requests served')
    expect((await compared(join(folder, 'after'), join(folder, 'before'), '--fail-on', 'never')).exitCode).toBe(0)
  })

  test('names sides of one variant after their folders, and calls none of them worse', async () => {
    const { exitCode, text } = await compared(join(folder, 'before'), join(folder, 'again'))
    expect(exitCode).toBe(0)
    expect(text).toContain('incident: before → again')
    expect(text).not.toContain('Worse')
  })

  test('takes sides as lists of results and writes Markdown', async () => {
    const markdown = join(folder, 'compare.md')
    const runs = (name: string) => seeds.map((seed) => join(folder, name, String(seed)))
    const { exitCode, text } = await compared(
      ...['--markdown', markdown, '--before', ...runs('before'), '--after', ...runs('after')],
    )
    expect(exitCode).toBe(0)
    expect(text).toContain('6 and 6 runs of each side')
    expect(await readFile(markdown, 'utf8')).toContain('✅ **better**')
  })

  test('gives no verdict on runs that cannot be trusted', async () => {
    const [run] = before
    await mkdir(join(folder, 'spoilt'))
    await writeFile(
      join(folder, 'spoilt', 'result.json'),
      JSON.stringify(run && { ...run, judgement: { ...run.judgement, outcome: 'untrusted' } }),
    )
    expect((await compared(join(folder, 'before'), join(folder, 'spoilt'))).exitCode).toBe(4)
  })

  test('says what is wrong with its arguments', async () => {
    await expect(compared(join(folder, 'before'))).rejects.toThrow(
      'at least two results are wanted, or one and --history; found 1',
    )
    expect((await compared('a', 'b', '--tolerance', 'much')).exitCode).toBe(2)
  })
})

async function compared(...argv: readonly string[]): Promise<{ exitCode: number; text: string }> {
  const lines: string[] = []
  const print = (text: string) => void lines.push(text)
  const terminal = { color: false, width: 200, print, error: print, progress() {}, endProgress() {} }
  const exitCode = await commandLine(['compare', '--out', join(folder, 'compare.html'), ...argv], terminal)
  return { exitCode, text: lines.join('\n') }
}
