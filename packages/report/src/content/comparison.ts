import type { Assessment, Comparison, ComparisonRow } from '@loadrun/analysis'
import { groupedText } from '../wording/number.ts'
import { quantityText, type Unit } from '../wording/quantity.ts'
import { comparisonCharts } from './charts/comparison.ts'
import { comparedVerdict } from './compared-verdict.ts'
import type { ComparedFigure, ComparisonContent, FigureChange } from './content.ts'
import { eventsOfSides } from './events/index.ts'
import { findingContent } from './findings.ts'
import { headingOf } from './heading.ts'
import { verdictOf } from './verdict.ts'

/** All that the report of several sides says. */
export function comparisonContent(comparison: Comparison): ComparisonContent {
  const { sides } = comparison
  return {
    kind: 'comparison',
    name: [...new Set(sides.map(({ typical }) => typical.plan.name))].join(', '),
    verdict: comparedVerdict(comparison),
    sides: sides.map(({ name, runs, typical }) => ({
      name,
      runs,
      heading: headingOf(typical),
      verdict: verdictOf(typical),
    })),
    method: methodText(comparison),
    configuration: comparison.configuration.map(({ path, values }) => ({
      path,
      values: values.map((value) => value ?? null),
    })),
    findings: comparison.findings.map(findingContent),
    rows: comparison.rows.map(comparedFigure),
    failureTexts: comparison.failureTexts.map(({ text, counts }) => ({ text, counts, change: fateOf(counts) })),
    chartGroups: comparisonCharts(sides),
    events: eventsOfSides(sides),
  }
}

function methodText({ method, sides }: Comparison): string {
  if (method.kind === 'repeats') {
    const runs = sides.map((side) => side.runs).join(' and ')
    return (
      `${runs} runs of each side; every run is one value. Medians are shown; intervals are Hodges and Lehmann’s, 95 %; ` +
      'verdicts rest on the exact Mann-Whitney test, with Holm’s correction over the figures that decide.'
    )
  }
  return (
    'One run of each side. Intervals (95 %) come from a bootstrap over blocks of ' +
    `${method.blockSeconds} s and hold what strays within a run; ` +
    (method.unchangedRuns === 0
      ? 'noise between runs is unknown.'
      : `${method.unchangedRuns} runs of which nothing was changed tell the noise between runs.`)
  )
}

function comparedFigure(row: ComparisonRow): ComparedFigure {
  const values = row.values.map((value) => value ?? null)
  const [first = null, ...others] = values
  return {
    id: row.id,
    label: row.label,
    unit: row.unit,
    values,
    changes: others.map((other, place) => figureChange(row, first, other, row.assessments[place])),
    decisive: row.decisive,
    note: row.note ?? '',
  }
}

function figureChange(
  { unit }: ComparisonRow,
  first: number | null,
  other: number | null,
  assessment: Assessment | undefined,
): FigureChange {
  const change = first === null || other === null ? '' : changeText(first, other, unit)
  if (assessment === undefined) return { change, interval: '', verdict: '', tone: 'neutral', advice: '' }
  const { verdict, interval } = assessment
  return {
    change,
    interval: interval === undefined || first === null ? '' : intervalText(interval.low, interval.high, first, unit),
    verdict,
    tone: verdict === 'better' || verdict === 'worse' ? verdict : 'neutral',
    advice: verdict === 'inconclusive' ? adviceText(assessment.repeatsToDecide) : '',
  }
}

function adviceText(repeats: number | undefined): string {
  return repeats === undefined ? 'more than 100 runs of each would decide' : `${repeats} runs of each may decide`
}

/** What became of a figure: a share in points, others as a factor or percentage of the first. */
export function changeText(first: number, last: number, unit: Unit): string {
  const difference = last - first
  if (difference === 0) return 'none'
  const sign = difference > 0 ? '+' : '−'
  if (unit === 'share') return `${sign}${groupedText(Math.abs(difference) * 100, 1)} points`
  if (first === 0) return `${sign}${quantityText(Math.abs(difference), unit)}`
  const ratio = last / first
  if (ratio >= 3) return `× ${groupedText(ratio, ratio < 10 ? 1 : 0)}`
  const percent = Math.abs(ratio - 1) * 100
  return percent < 0.05 ? 'none' : `${sign}${groupedText(percent, percent < 10 ? 1 : 0)} %`
}

/** Both ends of a difference, in what `changeText` would tell them in, save for factors. */
function intervalText(low: number, high: number, first: number, unit: Unit): string {
  if (unit === 'share') return `${signed(low * 100, 1)} … ${signed(high * 100, 1)} points`
  if (first === 0) return `${signedQuantity(low, unit)} … ${signedQuantity(high, unit)}`
  const [from, to] = [(low / first) * 100, (high / first) * 100]
  const decimals = Math.max(Math.abs(from), Math.abs(to)) < 10 ? 1 : 0
  return `${signed(from, decimals)} … ${signed(to, decimals)} %`
}

function signed(value: number, decimals: number): string {
  const text = groupedText(Math.abs(value), decimals)
  if (!/[1-9]/.test(text)) return '0'
  return `${value > 0 ? '+' : '−'}${text}`
}

function signedQuantity(value: number, unit: Unit): string {
  return value === 0 ? '0' : `${value > 0 ? '+' : '−'}${quantityText(Math.abs(value), unit)}`
}

function fateOf(counts: readonly number[]): string {
  const first = counts[0] ?? 0
  const last = counts.at(-1) ?? 0
  if (first > 0 && last === 0) return 'vanished'
  if (first === 0 && last > 0) return 'appeared'
  return first === 0 ? 'seen between' : 'stayed'
}
