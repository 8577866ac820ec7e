import type { Unit } from '../wording/quantity.ts'
import type { ChartGroup } from './chart.ts'
import type { Figure, FindingContent, VerdictContent } from './content.ts'

/** All that the report of a sweep says. */
export interface SweepContent {
  readonly kind: 'sweep'
  readonly name: string
  /** What was varied. */
  readonly axes: readonly Readonly<{ name: string; path: string; values: readonly string[] }>[]
  /** ISO 8601, UTC; `null` where nothing was run. */
  readonly startedAt: string | null
  readonly verdict: VerdictContent
  /** How points were told apart, and what is not known. */
  readonly method: string
  readonly findings: readonly FindingContent[]
  /** The few figures to choose by. */
  readonly columns: readonly SweepColumn[]
  readonly points: readonly SweepPointContent[]
  readonly chartGroups: readonly ChartGroup[]
  /** Every figure; each list of `values` has one entry a point. */
  readonly rows: readonly Readonly<{
    id: string
    label: string
    unit: Unit
    note: string
    values: readonly (number | null)[]
  }>[]
  readonly configuration: readonly Readonly<{ path: string; value: string }>[]
  readonly host: readonly Figure[]
}

export interface SweepColumn {
  readonly id: string
  readonly label: string
  /** The figure's whole name. */
  readonly meaning: string
  readonly unit: Unit
}

export interface SweepPointContent {
  readonly name: string
  /** One for each axis. */
  readonly values: readonly string[]
  /** As `SweepStatus` of the analysis. */
  readonly status: string
  /** `best`, `same`, `cannot be told apart`, `lower`, or why it is not in question. */
  readonly standing: string
  readonly tone: 'best' | 'alike' | 'lower' | 'out'
  readonly remarks: readonly string[]
  /** One for each column. */
  readonly cells: readonly SweepCell[]
  /** Pages of its runs, beside this one. */
  readonly reports: readonly string[]
}

export interface SweepCell {
  /** The median of the point's runs. */
  readonly value: number | null
  /** What simulations of the point's plan come to. */
  readonly simulated: Readonly<{ low: number; middle: number; high: number }> | null
}
