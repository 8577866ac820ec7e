import type { KeptRun, Trend } from '@loadrun/analysis'
import { changeSentence, commitText, historyColumns, keptRunRow } from '../content/history.ts'
import { shortened } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { harmless, inkOf } from './ink.ts'
import { aligned, wrapped } from './layout.ts'
import type { TerminalOptions } from './summary.ts'

const longestSubject = 36
const widestBar = 40

/** A table of runs, the latest last. */
export function renderKeptRuns(runs: readonly KeptRun[], { color }: TerminalOptions): string {
  const head = ['started', 'scenario', 'commit', 'subject', 'outcome', ...historyColumns.map(({ label }) => label)]
  const rows = runs.map((run) => {
    const { startedAt, commit, subject, outcome, values } = keptRunRow(run)
    return [
      timeText(startedAt),
      `${run.scenario} / ${run.variant}`,
      commit,
      shortened(harmless(subject), longestSubject),
      outcome,
      ...values.map((value, place) => quantityText(value, historyColumns[place]?.unit ?? 'count')),
    ]
  })
  const [first = '', ...lines] = aligned([head, ...rows], new Set([0, 1, 2, 3, 4])).map((line) => `  ${line}`)
  return [inkOf(color).faint(first), ...lines].join('\n')
}

/** A figure over commits as bars, the latest last, with a line where it changes. Ends with what changed, in sentences. */
export function renderTrend(trend: Trend, { color, width }: TerminalOptions): string {
  const { figure, points, changes } = trend
  const ink = inkOf(color)
  const most = Math.max(...points.map(({ median }) => median))
  const rows = aligned(
    points.map(({ commit, startedAt, median, values }) => [
      timeText(startedAt),
      commitText(commit),
      quantityText(median, figure.unit),
      values.length > 1 ? `${values.length} runs` : '',
      most > 0 ? '█'.repeat(Math.round((median / most) * widestBar)) : '',
    ]),
    new Set([0, 1, 4]),
  )
  const lines = rows.flatMap((row, place) => {
    const change = changes.find(({ at }) => at === place)
    if (change === undefined) return [`    ${row}`]
    const line = `    ── ${change.verdict} from here on`
    return [{ better: ink.good, worse: ink.bad, changed: ink.bold }[change.verdict](line), `    ${row}`]
  })
  const told = changes.map((change) => `    • ${wrapped(harmless(changeSentence(trend, change)), width - 6, '      ')}`)
  return [
    '',
    `  ${ink.bold(figure.label)}`,
    ...lines,
    ...(told.length === 0 ? ['    No change is shown.'] : told),
  ].join('\n')
}

/** To the minute, in UTC. */
function timeText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}
