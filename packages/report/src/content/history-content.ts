import type { Unit } from '../wording/quantity.ts'
import type { ChartGroup } from './chart.ts'
import type { FindingContent } from './content.ts'

/** All that the page of earlier runs says. */
export interface HistoryContent {
  readonly kind: 'history'
  readonly scenario: string
  readonly variant: string
  /** Where figures changed, the latest first. */
  readonly changes: readonly FindingContent[]
  readonly chartGroups: readonly ChartGroup[]
  readonly columns: readonly Readonly<{ id: string; label: string; unit: Unit }>[]
  /** The latest first. */
  readonly runs: readonly KeptRunRow[]
}

export interface KeptRunRow {
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly variant: string
  /** Short; empty where there is none. */
  readonly commit: string
  readonly subject: string
  readonly outcome: string
  /** One for each column. */
  readonly values: readonly (number | null)[]
}
