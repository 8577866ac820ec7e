import type { SweptPlan } from '@loadrun/plan'
import { type Prediction, simulations } from '../prediction/simulations.ts'
import { medianOf } from '../statistics/median.ts'
import type { Simulated, SweepPoint, SweepStatus } from '../sweep.ts'
import type { SweptRun } from './swept-run.ts'

/** A point with all that was measured at it, and what simulations of its plan come to. */
export interface SweptPoint {
  readonly plan: SweptPlan
  readonly runs: readonly SweptRun[]
  /** Why it could not be run. */
  readonly trouble?: string | undefined
  /** None of plans that cannot be simulated. */
  readonly simulations: readonly Prediction[]
}

/** What simulations say of a point of which nothing is measured yet. */
export function simulatedPoint(plan: SweptPlan): SweptPoint {
  return { plan, runs: [], simulations: simulations(plan.plan) }
}

/** `onlySimulated`: nothing is to be run. */
export function sweepPoint(point: SweptPoint, onlySimulated: boolean): SweepPoint {
  const { plan, runs, trouble } = point
  return {
    name: plan.name,
    places: plan.places,
    status: onlySimulated ? 'simulated' : statusOf(point),
    folders: runs.map(({ folder }) => folder),
    remarks: [...new Set([...(trouble === undefined ? [] : [trouble]), ...runs.flatMap(({ remarks }) => remarks)])],
  }
}

/** The worst of its runs decides: a value that breaks a promise now and then does not keep it. */
function statusOf({ runs, trouble }: SweptPoint): SweepStatus {
  if (trouble !== undefined) return 'could-not-run'
  const worst = (['interrupted', 'untrusted', 'failed'] as const).find((outcome) =>
    runs.some((run) => run.outcome === outcome),
  )
  return worst ?? (runs.length === 0 ? 'not-run' : 'passed')
}

/** What each run came to; without runs nothing. */
export function valuesOf({ runs }: SweptPoint, id: string): readonly number[] {
  return runs.flatMap(({ figures }) => figures.find((figure) => figure.id === id)?.value ?? [])
}

/** The run in the middle by goodput, to tell of where only one can be. */
export function typicalRun({ runs }: SweptPoint): SweptRun | undefined {
  const goodput = ({ figures }: SweptRun) => figures.find(({ id }) => id === 'goodput')?.value ?? 0
  return runs.toSorted((a, b) => goodput(a) - goodput(b))[Math.floor((runs.length - 1) / 2)]
}

export function spreadOf(values: readonly number[]): Simulated | undefined {
  const middle = medianOf(values)
  return middle === undefined ? undefined : { low: Math.min(...values), middle, high: Math.max(...values) }
}
