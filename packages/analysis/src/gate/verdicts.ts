import type { Measured, Verdict } from '@loadrun/metrics'
import type { Threshold } from '@loadrun/plan'
import { observe } from './observe.ts'

/** Holds every threshold against what was measured. No data is not a pass, nor is what ended the run. */
export function verdictsOf(measured: Measured): readonly Verdict[] {
  return measured.plan.thresholds.map((threshold) => {
    const observed = observe(threshold, measured)
    if (observed !== undefined && threshold.source === measured.stoppedBy)
      return { threshold, observed, status: 'fail' }
    if (observed === undefined) return { threshold, observed, status: 'no-data' }
    return { threshold, observed, status: holds(observed, threshold) ? 'pass' : 'fail' }
  })
}

/** Whether an observed value keeps the promise. */
export function holds(observed: number, { operator, limit }: Threshold): boolean {
  switch (operator) {
    case '<':
      return observed < limit
    case '<=':
      return observed <= limit
    case '>':
      return observed > limit
    case '>=':
      return observed >= limit
  }
}
