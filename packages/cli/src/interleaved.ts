/** One run of a study that runs everything several times. */
export interface PlannedRun<Plan> {
  readonly plan: Plan
  /** Counts from 1. */
  readonly repeat: number
}

/**
 * There and back again: A B, B A, A B, …. What drifts while a study goes on, such as a machine that warms up, then falls
 * on all variants alike.
 */
export function interleaved<Plan>(plans: readonly Plan[], repeats: number): readonly PlannedRun<Plan>[] {
  return Array.from({ length: repeats }, (_, place) => {
    const order = place % 2 === 0 ? plans : plans.toReversed()
    return order.map((plan) => ({ plan, repeat: place + 1 }))
  }).flat()
}
