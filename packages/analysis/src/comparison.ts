import type { Finding, RunResult } from '@loadrun/metrics'
import type { Interval } from './statistics/hodges-lehmann.ts'

/** One of the things compared: a variant, or a build, with one run of it or several. */
export interface Side {
  readonly name: string
  /** At least one. Several are repeats of one and the same. */
  readonly runs: readonly RunResult[]
}

/** What differs between sides: what was set, and what came out. Each list of `values` has one entry a side. */
export interface Comparison {
  readonly sides: readonly ComparedSide[]
  readonly method: Method
  /** Only what differs; `undefined` where a run's file has nothing at that path. */
  readonly configuration: readonly Readonly<{ path: string; values: readonly (string | undefined)[] }>[]
  readonly rows: readonly ComparisonRow[]
  /** Texts of failures that appeared, vanished or stayed, with how often the runs of each side saw them. */
  readonly failureTexts: readonly Readonly<{ text: string; counts: readonly number[] }>[]
  readonly findings: readonly Finding[]
}

export interface ComparedSide {
  readonly name: string
  readonly runs: number
  /** The run to show where only one can be: the one in the middle of its repeats. */
  readonly typical: RunResult
}

/**
 * How chance was told from change. `repeats`: exact rank tests over whole runs. `windows`: one run each, so what
 * strays within a run is known, and what strays between runs is only known from `unchangedRuns`, if there are any.
 */
export type Method =
  | Readonly<{ kind: 'repeats' }>
  | Readonly<{ kind: 'windows'; blockSeconds: number; unchangedRuns: number }>

/** One figure of every side, next to each other. */
export interface ComparisonRow {
  /** Stable name of the figure. */
  readonly id: string
  readonly label: string
  /** `share` is from 0 to 1. */
  readonly unit: 'ms' | 'share' | 'count' | 'perSecond'
  /** The median of the side's runs; `undefined` where none has such a figure. */
  readonly values: readonly (number | undefined)[]
  /** What each run of each side came to. */
  readonly repeats: readonly (readonly number[])[]
  readonly better: 'lower' | 'higher' | 'neither'
  /** Whether the verdict of the whole comparison rests on it. The others explain. */
  readonly decisive: boolean
  /** The first side with each other, in their order; `undefined` where there is nothing to judge by. */
  readonly assessments: readonly (Assessment | undefined)[]
  readonly note?: string
}

/**
 * `better` and `worse` are more than chance and more than the tolerance; so is `changed`, of figures that are neither
 * good nor bad. `same`: the difference is shown to lie within the tolerance. `inconclusive`: none of these is shown.
 */
export type ComparisonVerdict = 'better' | 'worse' | 'changed' | 'same' | 'inconclusive'

/** What may be said about one figure of two sides. Differences are later − earlier, in the figure's unit. */
export interface Assessment {
  readonly verdict: ComparisonVerdict
  readonly shift: number
  /** Where the shift lies, with 95 % confidence; `undefined` where there are too few runs for that. */
  readonly interval: Interval | undefined
  /** The chance of a difference like this one or larger without any change; corrected by Holm for decisive figures. */
  readonly pValue: number
  /** Differences up to this do not matter. */
  readonly tolerance: number
  /**
   * What two groups of such runs differ by although nothing was changed; `undefined` for one run each, unless runs of
   * which nothing was changed tell it.
   */
  readonly noiseFloor: number | undefined
  /** Of an inconclusive figure: how many runs of each side would probably decide; `undefined` when that is over 100. */
  readonly repeatsToDecide?: number | undefined
}
