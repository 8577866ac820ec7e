import type { RunResult } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { verdictOf } from './verdict.ts'

const before = incidentRun({ durationMs: 30_000 })

function judged(change: Partial<RunResult['judgement']>, more: Partial<RunResult> = {}): RunResult {
  return { ...before, ...more, judgement: { ...before.judgement, ...change } }
}

function expecting(expect: 'pass' | 'fail'): Partial<RunResult> {
  return { plan: { ...before.plan, variant: { ...before.plan.variant, expect } } }
}

const [failedShare, duration] = before.plan.thresholds
if (failedShare === undefined || duration === undefined) throw new Error('The plan must have two thresholds')
const broken = [
  { threshold: failedShare, observed: 0.45, status: 'fail' },
  { threshold: duration, observed: 800, status: 'pass' },
] as const

describe('verdictOf()', () => {
  test('says which promise was broken and by what', () => {
    expect(verdictOf(judged({ outcome: 'failed', verdicts: broken }, expecting('pass')))).toEqual({
      tone: 'bad',
      title: 'Failed',
      sentence: '1 of 2 thresholds broken: http_req_failed: rate < 35% was 45.0 %.',
      reservations: [],
    })
  })

  test('says when failing was what the author wanted to show', () => {
    expect(verdictOf(judged({ outcome: 'failed', verdicts: broken }, expecting('fail'))).title).toBe(
      'Failed, as expected',
    )
  })

  test('is bad news when a run passes that was expected to fail', () => {
    expect(verdictOf(judged({ outcome: 'passed', verdicts: [] }, expecting('fail')))).toMatchObject({
      tone: 'bad',
      title: 'Passed, but was expected to fail',
    })
  })

  test('does not take missing data for a pass', () => {
    const verdicts = [{ threshold: duration, observed: undefined, status: 'no-data' }] as const
    expect(verdictOf(judged({ outcome: 'failed', verdicts })).sentence).toBe(
      'No data, which is no pass: http_req_duration: p(95) < 1.2s.',
    )
  })

  test.each([
    [0, 'No thresholds were set, so there was nothing to break.'],
    [1, 'The threshold was kept.'],
    [2, 'Both thresholds were kept.'],
    [3, 'All 3 thresholds were kept.'],
  ])('says in words that %d thresholds were kept', (amount, sentence) => {
    const verdicts = Array.from(
      { length: amount },
      () => ({ threshold: duration, observed: 1, status: 'pass' }) as const,
    )
    expect(verdictOf(judged({ outcome: 'passed', verdicts }, expecting('pass'))).sentence).toBe(sentence)
  })

  test('gives the reasons for doubt and what went wrong in measuring', () => {
    const verdict = verdictOf(
      judged({ outcome: 'untrusted', doubts: ['sent too late'] }, { troubles: ['a worker died'] }),
    )
    expect(verdict).toMatchObject({ tone: 'doubtful', title: 'Cannot be trusted' })
    expect(verdict.reservations).toEqual(['sent too late', 'a worker died'])
  })

  test('says how far an interrupted run came', () => {
    expect(verdictOf(judged({ outcome: 'interrupted' }, { elapsedMs: 12_000 })).sentence).toMatch(
      /^Stopped after 12 s of 30 s/,
    )
  })
})
