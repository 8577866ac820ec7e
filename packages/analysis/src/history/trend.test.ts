import { describe, expect, test } from 'vitest'
import type { KeptRun } from './kept-run.ts'
import { trendOf } from './trend.ts'

function run(day: number, value: number, changed: Partial<KeptRun> = {}): KeptRun {
  return {
    scenario: 'shop',
    variant: 'run',
    startedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
    commit: { hash: `c${day}`, subject: `Change ${day}`, dirty: false },
    outcome: 'passed',
    figures: [{ id: 'p95', label: 'p95', unit: 'ms', better: 'lower', value }],
    ...changed,
  }
}

const steady = (from: number, count: number, value: number) =>
  Array.from({ length: count }, (_, day) => run(from + day, value + (day % 3)))

describe('trendOf()', () => {
  test('marks where a figure got worse, with its levels before and after', () => {
    const trend = trendOf([...steady(1, 10, 100), ...steady(11, 10, 130)], 'p95')
    expect(trend?.changes).toEqual([{ at: 10, before: 101, after: 131, pValue: expect.any(Number), verdict: 'worse' }])
    expect(trend?.points[10]?.commit?.hash).toBe('c11')
  })

  test('leaves out changes that are within the tolerance', () => {
    expect(trendOf([...steady(1, 10, 100), ...steady(11, 10, 104)], 'p95')?.changes).toEqual([])
  })

  test('takes runs of one commit as one value, those with changed files each by itself', () => {
    const commit = { hash: 'c1', subject: 'One', dirty: false }
    const dirty = { ...commit, dirty: true }
    const runs = [run(1, 10, { commit }), run(2, 30, { commit }), run(3, 20, { commit }), run(4, 99, { commit: dirty })]
    expect(trendOf(runs, 'p95')?.points.map(({ median, values }) => [median, values])).toEqual([
      [20, [10, 30, 20]],
      [99, [99]],
    ])
  })

  test('leaves out runs that cannot be trusted, and knows no figure that no run has', () => {
    expect(trendOf([run(1, 10), run(2, 90, { outcome: 'untrusted' })], 'p95')?.points).toHaveLength(1)
    expect(trendOf([run(1, 10)], 'p42')).toBeUndefined()
  })
})
