import type { Comparison, ComparisonRow } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import { groupedText } from '../wording/number.ts'
import { quantityText, type Unit } from '../wording/quantity.ts'
import { comparisonCharts } from './charts/comparison.ts'
import type { ComparedFigure, ComparisonContent } from './content.ts'
import { findingContent } from './findings.ts'
import { headingOf } from './heading.ts'
import { verdictOf } from './verdict.ts'

/** All that the report of several runs says. */
export function comparisonContent(results: readonly RunResult[], comparison: Comparison): ComparisonContent {
  return {
    kind: 'comparison',
    name: [...new Set(results.map((result) => result.plan.name))].join(', '),
    runs: results.map((result) => ({ heading: headingOf(result), verdict: verdictOf(result) })),
    configuration: comparison.configuration.map(({ path, values }) => ({
      path,
      values: values.map((value) => value ?? null),
    })),
    findings: comparison.findings.map(findingContent),
    rows: comparison.rows.map(comparedFigure),
    failureTexts: comparison.failureTexts.map(({ text, counts }) => ({ text, counts, change: fateOf(counts) })),
    chartGroups: comparisonCharts(results),
  }
}

function comparedFigure(row: ComparisonRow): ComparedFigure {
  const values = row.values.map((value) => value ?? null)
  const first = values[0] ?? null
  const last = values.at(-1) ?? null
  return {
    id: row.id,
    label: row.label,
    unit: row.unit,
    values,
    change: values.length < 2 || first === null || last === null ? '' : changeText(first, last, row.unit),
    tone: toneOf(first, last, row.better),
    note: row.note ?? '',
  }
}

/** What became of a figure: a share in points, others as a factor or percentage of the first. */
export function changeText(first: number, last: number, unit: Unit): string {
  const difference = last - first
  if (difference === 0) return 'same'
  const sign = difference > 0 ? '+' : '−'
  if (unit === 'share') return `${sign}${groupedText(Math.abs(difference) * 100, 1)} points`
  if (first === 0) return `${sign}${quantityText(Math.abs(difference), unit)}`
  const ratio = last / first
  if (ratio >= 3) return `× ${groupedText(ratio, ratio < 10 ? 1 : 0)}`
  const percent = Math.abs(ratio - 1) * 100
  return percent < 0.05 ? 'same' : `${sign}${groupedText(percent, percent < 10 ? 1 : 0)} %`
}

function toneOf(first: number | null, last: number | null, better: ComparisonRow['better']): ComparedFigure['tone'] {
  if (better === 'neither' || first === null || last === null || first === last) return 'neutral'
  return last < first === (better === 'lower') ? 'better' : 'worse'
}

function fateOf(counts: readonly number[]): string {
  const first = counts[0] ?? 0
  const last = counts.at(-1) ?? 0
  if (first > 0 && last === 0) return 'vanished'
  if (first === 0 && last > 0) return 'appeared'
  return first === 0 ? 'seen between' : 'stayed'
}
