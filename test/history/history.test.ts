import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from '../../packages/cli/src/command-line.ts'
import { exitCodes } from '../../packages/cli/src/exit-codes.ts'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { incidentRun } from '../../packages/report/src/testing/incident.ts'
import { newFolder } from '../support/loadrun.ts'

let folder: string
let file: string
beforeAll(async () => {
  folder = await newFolder()
  file = join(folder, 'history.sqlite')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Simulated runs of 10 s, a day apart; those with the timeout serve more. */
async function results(name: string, days: readonly number[], timeoutMs?: number): Promise<string> {
  const variant = { variant: 'run', durationMs: 10_000, expect: 'pass', ...(timeoutMs && { timeoutMs }) } as const
  for (const day of days) {
    const run = incidentRun({ ...variant, seed: day })
    const believed: RunResult = {
      ...run,
      startedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
      judgement: { ...run.judgement, outcome: 'passed', doubts: [] },
    }
    await mkdir(join(folder, name, String(day)), { recursive: true })
    await writeFile(join(folder, name, String(day), 'result.json'), JSON.stringify(believed))
  }
  return join(folder, name)
}

async function command(...argv: readonly string[]): Promise<{ exitCode: number; text: string }> {
  const lines: string[] = []
  const print = (text: string) => void lines.push(text)
  const terminal = { color: false, width: 200, print, error: print, progress() {}, endProgress() {} }
  return { exitCode: await commandLine(argv, terminal), text: lines.join('\n') }
}

describe('loadrun history', () => {
  test('keeps results, lists them, and draws a figure over them with its page', async () => {
    const slow = await results('slow', [1, 2, 3])
    const quick = await results('quick', [4, 5], 500)
    expect((await command('history', 'add', slow, quick, '--history', file)).text).toBe(`Kept in ${file}: 5.`)
    const list = await command('history', '--history', file, '--last', '3')
    expect(list.text.split('\n')).toHaveLength(4)
    expect(list.text).toMatch(/2026-01-05 00:00 {2}incident \/ run .* passed/)
    const page = join(folder, 'history.html')
    const chart = await command('history', 'chart', 'response-time-p99-all', '--history', file, '--out', page)
    // All runs are of the commit that is checked out here, so they are one point.
    expect(chart.text).toMatch(/Response time p99, all requests\n.*(5 runs)?/)
    expect(await readFile(page, 'utf8')).toContain('incident / run: history')
  })

  test('is a baseline for compare, and tells what runs stray by', async () => {
    const [before, after] = [join(folder, 'slow', '1'), join(folder, 'slow', '2')]
    const out = ['--out', join(folder, 'compare.html')]
    const against = await command('compare', after, '--history', file, ...out)
    expect(against.text).toContain('incident: last good → run')
    const two = await command('compare', before, after, '--noise', before, after, join(folder, 'slow', '3'), ...out)
    expect(two.text.replaceAll(/\s+/g, ' ')).toContain('3 runs of which nothing was changed tell the noise')
    expect(two.exitCode).toBe(exitCodes.passed)
  })

  test('says what is wrong with its arguments', async () => {
    await expect(command('history', 'chart', 'speed', '--history', file)).rejects.toThrow('no run has such a figure')
    await expect(command('history', 'chart', '--history', join(folder, 'empty.sqlite'))).rejects.toThrow('has no runs')
    await expect(command('history', '--history', join(folder, 'slow', '1', 'result.json'))).rejects.toThrow(
      'as a history: file is not a database',
    )
  })
})
