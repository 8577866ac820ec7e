import type { Commit, KeptRun, Trend, TrendChange, TrendPoint } from '@loadrun/analysis'
import { quantityText } from '../wording/quantity.ts'
import { type Chart, type ChartGroup, rounded } from './chart.ts'
import { changeText } from './comparison.ts'
import type { FindingContent } from './content.ts'
import type { HistoryContent, KeptRunRow } from './history-content.ts'

/** The figures to tell runs by at a glance. */
export const historyColumns = [
  { id: 'goodput', label: 'goodput', unit: 'perSecond' },
  { id: 'served-share', label: 'served', unit: 'share' },
  { id: 'response-time-p95-ok', label: 'p95 served', unit: 'ms' },
  { id: 'response-time-p99-ok', label: 'p99 served', unit: 'ms' },
] as const

/** Earlier runs of one variant, with figures over commits. */
export interface KeptHistory {
  readonly scenario: string
  readonly variant: string
  readonly trends: readonly Trend[]
  readonly runs: readonly KeptRun[]
}

/** All that the page of earlier runs says. */
export function historyContent({ scenario, variant, trends, runs }: KeptHistory): HistoryContent {
  return {
    kind: 'history',
    scenario,
    variant,
    changes: trends
      .flatMap((trend) => trend.changes.map((change) => ({ trend, change })))
      .toSorted((a, b) => startOf(b.trend, b.change).localeCompare(startOf(a.trend, a.change)))
      .map(({ trend, change }) => changeFinding(trend, change)),
    chartGroups: chartGroups(trends),
    columns: historyColumns,
    runs: runs.map(keptRunRow).toReversed(),
  }
}

export function keptRunRow({ startedAt, variant, commit, outcome, figures }: KeptRun): KeptRunRow {
  return {
    startedAt,
    variant,
    commit: commitText(commit),
    subject: commit?.subject ?? '',
    outcome,
    values: historyColumns.map((column) => figures.find(({ id }) => id === column.id)?.value ?? null),
  }
}

/** `1a2b3c4d`, with `+` where files were changed since; empty of none. */
export function commitText(commit: Commit | undefined): string {
  return commit === undefined ? '' : `${commit.hash.slice(0, 8)}${commit.dirty ? '+' : ''}`
}

function startOf({ points }: Trend, { at }: TrendChange): string {
  return points[at]?.startedAt ?? ''
}

/** `Goodput got worse at 1a2b3c4d (Use one pool): 120/s → 96.0/s (−20 %).` */
export function changeSentence({ figure, points }: Trend, { at, before, after, verdict }: TrendChange): string {
  const words = { better: 'got better', worse: 'got worse', changed: 'changed' }[verdict]
  const point = points[at]
  return (
    `${figure.label} ${words} ${pointText(point)}: ${quantityText(before, figure.unit)} → ` +
    `${quantityText(after, figure.unit)} (${changeText(before, after, figure.unit)}).`
  )
}

function pointText(point: TrendPoint | undefined): string {
  if (point?.commit === undefined) return `with the run of ${point?.startedAt.slice(0, 16).replace('T', ' ') ?? ''}`
  return `at ${commitText(point.commit)} (${point.commit.subject})`
}

function changeFinding(trend: Trend, change: TrendChange): FindingContent {
  return {
    id: `${trend.figure.id}-${change.at}`,
    sentence: changeSentence(trend, change),
    figures: [{ label: 'p', value: change.pValue, unit: 'count' }],
  }
}

function chartGroups(trends: readonly Trend[]): readonly ChartGroup[] {
  const charts = trends
    .filter(({ points }) => points.some(({ median }) => median !== 0))
    .sort((a, b) => Number(b.figure.id === 'goodput') - Number(a.figure.id === 'goodput'))
    .map(trendChart)
  return charts.length === 0 ? [] : [{ id: 'figures', title: 'Figures over commits', charts }]
}

function trendChart({ figure, points, changes }: Trend): Chart {
  const at = points.map((_, place) => place)
  const edges = [0, ...changes.map((change) => change.at), points.length]
  const levelAt = (place: number) => {
    const segment = edges.findIndex((edge, index) => place >= edge && place < (edges[index + 1] ?? 0))
    return segment === 0 ? (changes[0]?.before ?? null) : (changes[segment - 1]?.after ?? null)
  }
  const levels = changes.length === 0 ? [] : at.map((place) => rounded(levelAt(place)))
  return {
    id: figure.id.replaceAll(/[^\w-]+/g, '-'),
    title: figure.label,
    meaning: 'The median of each commit’s runs. Dashed: the level between changes.',
    unit: figure.unit,
    axis: 'value',
    scale: {
      name: 'commit',
      ticks: points.map(({ commit, startedAt }) => commitText(commit) || startedAt.slice(0, 10)),
      spacing: 'even',
    },
    at,
    lines: [
      {
        label: 'median',
        colour: 'blue',
        stroke: 'solid',
        dots: true,
        values: points.map(({ median }) => rounded(median)),
      },
      ...(levels.length === 0 ? [] : [{ label: 'level', colour: 'orange', stroke: 'dashed', values: levels } as const]),
    ],
    marks: [],
    wide: figure.id === 'goodput',
  }
}
