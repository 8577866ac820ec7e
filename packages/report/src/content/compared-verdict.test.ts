import type { Assessment, Comparison } from '@loadrun/analysis'
import { expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { knownComparison } from '../testing/judgement.ts'
import { comparedVerdict } from './compared-verdict.ts'

const known = knownComparison([
  incidentRun({ durationMs: 4000 }),
  incidentRun({ durationMs: 4000, variant: 'after', timeoutMs: 1000 }),
])

/** The comparison with these verdicts on its first figures, which decide. */
function judged(...verdicts: readonly (Partial<Assessment> | undefined)[]): Comparison {
  const [first] = known.rows
  if (first === undefined) throw new Error('Expected a figure')
  const [assessment] = first.assessments
  return {
    ...known,
    rows: verdicts.map((verdict, place) => ({
      ...first,
      label: `figure ${place + 1}`,
      decisive: true,
      assessments: [verdict && assessment && { ...assessment, ...verdict }],
    })),
  }
}

test('comparedVerdict() names the figures that got better, and says how many runs would decide the others', () => {
  expect(comparedVerdict(known)).toEqual({
    tone: 'good',
    title: 'Better, as far as it is decided',
    sentence: 'Better: requests served. Inconclusive: p95 of successes.',
    reservations: [
      'Inconclusive: what was measured fits a change that matters as well as none. It is neither a pass nor a failure.',
      '6 runs of each side would probably decide: --repeat 6.',
    ],
  })
})

test('comparedVerdict() never hides what got worse behind what got better', () => {
  expect(comparedVerdict(judged({ verdict: 'better' }, { verdict: 'worse' }))).toMatchObject({
    tone: 'bad',
    title: 'Better in some figures, worse in others',
  })
  expect(comparedVerdict(judged({ verdict: 'worse' }, { verdict: 'same' })).title).toBe('Worse')
})

test('comparedVerdict() tells what is the same, what is not decided, and what nobody could judge', () => {
  expect(comparedVerdict(judged({ verdict: 'same' })).title).toBe('The same')
  expect(comparedVerdict(judged({ verdict: 'inconclusive', repeatsToDecide: undefined }))).toMatchObject({
    tone: 'doubtful',
    title: 'Not decided',
    reservations: [expect.anything(), expect.stringContaining('More than 100 runs')],
  })
  expect(comparedVerdict(judged(undefined)).title).toBe('Not judged')
})
