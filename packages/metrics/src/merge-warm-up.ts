import type { FailureCause, WarmUpMetrics } from './metrics.ts'

/** What two parts of a warm-up come to. Causes stand in the order of their letters, whatever is added to what. */
export function addedWarmUps(a: WarmUpMetrics, b: WarmUpMetrics): WarmUpMetrics {
  const causes = [...new Set([...Object.keys(a.failures), ...Object.keys(b.failures)])].sort() as FailureCause[]
  return {
    requests: a.requests + b.requests,
    failures: Object.fromEntries(causes.map((cause) => [cause, (a.failures[cause] ?? 0) + (b.failures[cause] ?? 0)])),
    iterations: a.iterations + b.iterations,
    droppedIterations: a.droppedIterations + b.droppedIterations,
  }
}
