import type { LatencyPlan } from '@loadrun/plan'
import type { Distribution } from '@loadrun/random'

/** The distribution in force so long after the load's start: the last phase that has begun, the first one before that. */
export function distributionAt(plan: LatencyPlan, elapsedMs: number): Distribution {
  const [first] = plan.phases
  if (first === undefined) throw new RangeError('Cannot choose a latency: the plan has no phases, wanted at least one')
  let current = first
  for (const phase of plan.phases) {
    if (phase.fromMs > elapsedMs) break
    current = phase
  }
  return current.distribution
}
