import type { Comparison, ComparisonVerdict } from '@loadrun/analysis'
import { counted } from '../wording/name.ts'
import type { VerdictContent } from './content.ts'

/** What the figures that decide say together, and what would decide those that do not. */
export function comparedVerdict({ rows }: Comparison): VerdictContent {
  const judged = rows
    .filter(({ decisive }) => decisive)
    .map(({ label, assessments }) => ({ label, all: assessments.filter((one) => one !== undefined) }))
    .filter(({ all }) => all.length > 0)
  const having = (wanted: ComparisonVerdict) =>
    judged.filter(({ all }) => all.some(({ verdict }) => verdict === wanted)).map(({ label }) => label)
  const [better, worse, undecided] = [having('better'), having('worse'), having('inconclusive')]
  const parts = [told('Better', better), told('Worse', worse), told('Inconclusive', undecided)].filter(
    (part) => part !== '',
  )
  if (judged.length === 0) {
    return { tone: 'doubtful', title: 'Not judged', sentence: tooShort, reservations: [] }
  }
  const repeats = judged.flatMap(({ all }) =>
    all.filter(({ verdict }) => verdict === 'inconclusive').map(({ repeatsToDecide }) => repeatsToDecide),
  )
  return {
    ...titleOf(better.length, worse.length, undecided.length),
    sentence: parts.length === 0 ? 'Every figure that decides is shown to be the same.' : parts.join(' '),
    reservations: undecided.length === 0 ? [] : [meaningText, adviceText(repeats)],
  }
}

const tooShort = 'The runs were too short, or had too few requests, to tell change from chance.'

const meaningText =
  'Inconclusive: what was measured fits a change that matters as well as none. It is neither a pass nor a failure.'

function adviceText(repeats: readonly (number | undefined)[]): string {
  const known = repeats.filter((one) => one !== undefined)
  if (known.length === 0)
    return 'More than 100 runs of each side would decide: the difference is too small to be told from chance.'
  const most = Math.max(...known)
  return `${counted(most, 'run')} of each side would probably decide: --repeat ${most}.`
}

function titleOf(better: number, worse: number, undecided: number): Pick<VerdictContent, 'tone' | 'title'> {
  if (better > 0 && worse > 0) return { tone: 'bad', title: 'Better in some figures, worse in others' }
  if (worse > 0) return { tone: 'bad', title: 'Worse' }
  if (better > 0) return { tone: 'good', title: undecided > 0 ? 'Better, as far as it is decided' : 'Better' }
  return undecided > 0 ? { tone: 'doubtful', title: 'Not decided' } : { tone: 'good', title: 'The same' }
}

function told(verdict: string, labels: readonly string[]): string {
  return labels.length === 0 ? '' : `${verdict}: ${labels.join('; ')}.`
}
