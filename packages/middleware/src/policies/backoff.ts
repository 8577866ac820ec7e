import type { BackoffPlan } from '@loadrun/plan'
import type { Random } from '@loadrun/random'

/** How long to wait before a retry, in milliseconds; the first retry is number 1. */
export function backoffMs(plan: BackoffPlan, retry: number, random: Random): number {
  if (plan.kind === 'fixed') return plan.ms
  const longestMs = Math.min(plan.maxMs, plan.firstMs * 2 ** (retry - 1))
  // From zero on, so that requests that failed together do not come back together.
  return plan.jitter ? random() * longestMs : longestMs
}
