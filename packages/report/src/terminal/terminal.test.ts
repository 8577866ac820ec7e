import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shopHistory } from '../testing/history.ts'
import { hostileRun } from '../testing/hostile.ts'
import { incidentRun } from '../testing/incident.ts'
import { knownComparison, withFindings } from '../testing/judgement.ts'
import { incidentSweep } from '../testing/sweep.ts'
import { renderComparison } from './comparison.ts'
import { renderKeptRuns, renderTrend } from './history.ts'
import { harmless } from './ink.ts'
import { aligned, wrapped } from './layout.ts'
import { type ProgressState, renderProgress } from './progress.ts'
import { renderSummary } from './summary.ts'
import { renderSweep } from './sweep.ts'

const before = withFindings(incidentRun())
const after = withFindings(incidentRun({ variant: 'after', timeoutMs: 1000, expect: 'pass' }))
const plain = { color: false, width: 100 }

describe('renderSummary()', () => {
  test('tells the incident, errors first', async () => {
    await expect(`${renderSummary(before, plain)}\n`).toMatchFileSnapshot('golden/before.txt')
  })

  test('tells the run with the timeout', async () => {
    await expect(`${renderSummary(after, plain)}\n`).toMatchFileSnapshot('golden/after.txt')
  })

  test('says the same in colour', () => {
    expect(stripVTControlCharacters(renderSummary(before, { ...plain, color: true }))).toBe(
      renderSummary(before, plain),
    )
  })

  test('lets no server send the terminal a control character', () => {
    const text = renderSummary(hostileRun(before), plain)
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(text).toContain('and 46 more texts, in the report')
  })
})

describe('renderComparison()', () => {
  test('shows what was set differently, then what came out', async () => {
    await expect(`${renderComparison(knownComparison([before, after]), plain)}\n`).toMatchFileSnapshot(
      'golden/comparison.txt',
    )
  })
})

describe('renderSweep()', () => {
  test('says which point is best, shows all, and tells why', async () => {
    await expect(`${renderSweep(incidentSweep(), plain)}\n`).toMatchFileSnapshot('golden/sweep.txt')
  })
})

describe('the history', () => {
  test('lists runs, and draws figures over commits with where they change', async () => {
    const { runs, trends } = shopHistory()
    const text = [renderKeptRuns(runs, plain), ...trends.map((trend) => renderTrend(trend, plain))].join('\n')
    await expect(`${text}\n`).toMatchFileSnapshot('golden/history.txt')
  })
})

const running: ProgressState = {
  name: 'before',
  elapsedMs: 31_000,
  totalMs: 75_000,
  ratePerSecond: 149.3,
  failed: 1204,
  requests: 4650,
  p99Ms: 5001,
  sockets: { established: 2932, timeWait: 10_422 },
}

describe('renderProgress()', () => {
  test('shows time, rate, failures, p99, sockets and what is left', () => {
    expect(renderProgress(running, { color: false, width: 140 })).toBe(
      'before  ━━━━━━━╌╌╌╌╌╌╌╌╌  0:31 / 1:15  149/s  failed 1,204 (25.9 %)  p99 5.00 s  ESTABLISHED 2,932  TIME_WAIT 10,422  0:44 left',
    )
  })

  test('leaves out what matters least in a narrow terminal', () => {
    expect(renderProgress(running, { color: false, width: 80 })).toBe(
      'before  0:31 / 1:15  149/s  failed 1,204 (25.9 %)  p99 5.00 s',
    )
  })

  test('says so when only the last requests are missing', () => {
    const state = { ...running, elapsedMs: 76_000, sockets: undefined, failed: 0, p99Ms: undefined }
    expect(renderProgress(state, { color: false, width: 120 })).toBe(
      'before  ━━━━━━━━━━━━━━━━  1:16 / 1:15  149/s  failed 0 (0 %)  p99 –  waiting for the last requests',
    )
  })

  test('is never longer than the terminal is wide, in colour or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200 }), fc.boolean(), (width, color) => {
        expect(stripVTControlCharacters(renderProgress(running, { width, color })).length).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('wrapped()', () => {
  test('keeps every word and the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,60}$/), { minLength: 1 }),
        fc.integer({ min: 24, max: 100 }),
        (words, width) => {
          const text = wrapped(words.join(' '), width)
          expect(text.replace(/[ \n]/g, '')).toBe(words.join(''))
          for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })
})

describe('aligned()', () => {
  test('puts the first column to the left and the others to the right', () => {
    expect(
      aligned([
        ['a', '1', '20'],
        ['long', '100', '3'],
      ]),
    ).toEqual(['a       1  20', 'long  100   3'])
  })
})

describe('harmless()', () => {
  test('shows control characters instead of obeying them', () => {
    expect(harmless('a\u001b[2Jb\u0007\r\nc\u202ed')).toBe('a\\u{1b}[2Jb\\u{7} c\\u{202e}d')
  })
})
