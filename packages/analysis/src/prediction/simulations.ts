import type { Plan } from '@loadrun/plan'
import { type Prediction, simulate } from './simulate.ts'

/** How often a plan is simulated, each time with other draws, to show how much chance alone moves the figures. */
const repeats = 7

/** Simulations of a plan with different draws; none of plans that cannot be simulated. */
export function simulations(plan: Plan): readonly Prediction[] {
  return Array.from({ length: repeats }, (_, index) => simulate(plan, index + 1)).filter((one) => one !== undefined)
}

export type { Prediction }
