import type { Plan } from '../plan/plan.ts'

/** One scenario with some of its values varied: every combination of them is a point, and a plan of its own. */
export interface SweepPlan {
  readonly axes: readonly SweepAxis[]
  readonly points: readonly SweptPlan[]
}

/** A value of the scenario file that is varied. */
export interface SweepAxis {
  /** As in `--set`: `topology.middleware.timeout`. */
  readonly path: string
  /** The end of the path, as long as tells the axes apart: `timeout`. */
  readonly name: string
  /** As the user wrote them, in the user's order. */
  readonly values: readonly string[]
  /** Where each value lies on a scale, where all of them are numbers, rates, sizes or durations; else `undefined`. */
  readonly positions: readonly number[] | undefined
}

export interface SweptPlan {
  /** `timeout=1s`; with several axes `timeout=1s,fanout=3`. */
  readonly name: string
  /** One for each axis: which of its values the point has. */
  readonly places: readonly number[]
  /** Its variant is named after the point, and is expected to pass. */
  readonly plan: Plan
}
