import type { Finding, Measured } from '@loadrun/metrics'
import type { SweepAxis } from '@loadrun/plan'
import type { ComparisonRow, Method } from './comparison.ts'
import type { Best } from './sweep/find-best.ts'

/** One scenario at every combination of some of its values: what came out at each, and which is best. */
export interface Sweep {
  readonly version: 1
  /** The scenario's. */
  readonly name: string
  readonly axes: readonly SweepAxis[]
  /** In the order of the combinations, measured or not. */
  readonly points: readonly SweepPoint[]
  /** Each list in it has one entry a point. */
  readonly rows: readonly SweepRow[]
  /** How points were told apart; `simulation` where nothing was run. */
  readonly method: Method | Readonly<{ kind: 'simulation'; runs: number }>
  /** `undefined` where no point is trusted and kept all its thresholds. */
  readonly best: Best | undefined
  readonly findings: readonly Finding[]
  /** What all points have in common, by path. */
  readonly configuration: readonly Readonly<{ path: string; value: string }>[]
  /** `undefined` where nothing was run. */
  readonly startedAt: string | undefined
  readonly host: Measured['host'] | undefined
}

/**
 * `passed`, `failed`: whether all its runs kept all thresholds. `untrusted`, `interrupted`: one of them has no verdict.
 * `could-not-run`: it could not be started. `not-run`: the sweep ended before. `simulated`: nothing was to be run.
 */
export type SweepStatus = 'passed' | 'failed' | 'untrusted' | 'interrupted' | 'could-not-run' | 'not-run' | 'simulated'

export interface SweepPoint {
  /** `timeout=1s`. */
  readonly name: string
  /** For each axis: which of its values the point has. */
  readonly places: readonly number[]
  readonly status: SweepStatus
  /** Of each run, where its result lies, from the sweep's own folder. */
  readonly folders: readonly string[]
  /** The thresholds it broke, why it cannot be trusted, or why it could not be run. */
  readonly remarks: readonly string[]
}

/** One figure of every point. */
export type SweepRow = Pick<ComparisonRow, 'id' | 'label' | 'unit' | 'better' | 'note' | 'values' | 'repeats'> & {
  /** What simulations of the point's plan come to; `undefined` where it cannot be simulated, or the figure is not. */
  readonly simulated: readonly (Simulated | undefined)[]
}

/** Over simulations with different draws. */
export interface Simulated {
  readonly low: number
  readonly middle: number
  readonly high: number
}
