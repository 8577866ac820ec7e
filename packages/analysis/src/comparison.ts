import type { Finding } from '@loadrun/metrics'

/** What differs between runs of one study: what was set, and what came out. Each list of `values` has one entry a run. */
export interface Comparison {
  /** Only what differs; `undefined` where a run's file has nothing at that path. */
  readonly configuration: readonly Readonly<{ path: string; values: readonly (string | undefined)[] }>[]
  readonly rows: readonly ComparisonRow[]
  /** Texts of failures that appeared, vanished or stayed, with how often each run saw them. */
  readonly failureTexts: readonly Readonly<{ text: string; counts: readonly number[] }>[]
  readonly findings: readonly Finding[]
}

/** One figure of every run, side by side. */
export interface ComparisonRow {
  /** Stable name of the figure. */
  readonly id: string
  readonly label: string
  /** `share` is from 0 to 1. */
  readonly unit: 'ms' | 'share' | 'count' | 'perSecond'
  /** `undefined` where a run has no such figure. */
  readonly values: readonly (number | undefined)[]
  readonly better: 'lower' | 'higher' | 'neither'
  readonly note?: string
}
