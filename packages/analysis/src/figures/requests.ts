import type { Measured, Metrics } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'
import { countsFromMs } from './warm-up.ts'

/** Requests of all scenarios and steps. `sent` is the sum of the other two. */
export interface RequestCounts {
  readonly sent: number
  readonly ok: number
  readonly failed: number
}

export function requestCounts(metrics: Metrics): RequestCounts {
  let ok = 0
  let failed = 0
  for (const request of Object.values(metrics.requests)) {
    ok += request.ok.count
    failed += request.failed.count
  }
  return { sent: ok + failed, ok, failed }
}

/** Iterations of all scenarios. */
export function iterationCounts(metrics: Metrics): { planned: number; iterations: number; dropped: number } {
  let planned = 0
  let iterations = 0
  let dropped = 0
  for (const scenario of Object.values(metrics.scenarios)) {
    planned += scenario.planned
    iterations += scenario.iterations
    dropped += scenario.droppedIterations
  }
  return { planned, iterations, dropped }
}

/**
 * Goodput: requests that succeeded, per second of the load. The wait for the last answers is not part of it: how long
 * that is depends on timeouts, and says nothing of how much is served.
 */
export function goodputPerSecond(measured: Measured): number {
  const loadMs = Math.min(measured.elapsedMs, plannedEndMs(measured.plan)) - countsFromMs(measured)
  return loadMs > 0 ? requestCounts(measured.total).ok / (loadMs / 1000) : 0
}
