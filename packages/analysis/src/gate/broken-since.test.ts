import type { Measured } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { measuredRun } from '../testing/measured.ts'
import { brokenSince } from './broken-since.ts'

const failures = [{ text: 'no', count: 10 }]

/** Two good seconds, then three bad ones. */
function run(thresholds: string): Measured {
  const good = measuredRun({ thresholds, ok: 10 })
  const bad = measuredRun({ thresholds, ok: 10, failures })
  const seconds = [good, good, bad, bad, bad].map(({ total }, second) => ({
    ...total,
    fromMs: second * 1000,
    toMs: (second + 1) * 1000,
  }))
  const whole = measuredRun({ thresholds, ok: 50, failures: [{ text: 'no', count: 30 }] })
  return { ...whole, elapsedMs: 5000, intervals: seconds }
}

describe('brokenSince()', () => {
  test('tells the second in which the share of failures went over its limit', () => {
    expect(brokenSince(run('http_req_failed: rate < 10%')).map(({ atMs }) => atMs)).toEqual([3000])
    expect(brokenSince(run('http_req_failed: rate < 30%')).map(({ atMs }) => atMs)).toEqual([4000])
  })

  test('tells of no threshold that was kept or had no data', () => {
    expect(brokenSince(run('http_req_failed: rate < 90%, checks: rate > 90%'))).toEqual([])
  })

  test('tells the first second where it was never kept', () => {
    expect(brokenSince(run('response_time: p(95) < 1ms')).map(({ atMs }) => atMs)).toEqual([1000])
  })

  test('tells nothing of a run without seconds', () => {
    expect(brokenSince({ ...run('http_req_failed: rate < 10%'), intervals: [] })).toEqual([])
  })
})
