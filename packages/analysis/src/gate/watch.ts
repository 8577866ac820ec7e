import { joinMetrics, type Measured, type Metrics } from '@loadrun/metrics'
import type { Plan, Threshold } from '@loadrun/plan'
import { observe } from './observe.ts'
import { holds } from './verdicts.ts'

/** Says, as each second of load is told, which threshold is broken that ends the run. */
export type ThresholdWatch = (interval: Metrics) => Threshold | undefined

/** Watches a run's thresholds with `abortOnFail`. One without data yet is not broken yet. */
export function watchThresholds(plan: Plan): ThresholdWatch {
  const watched = plan.thresholds.filter(({ abort }) => abort !== undefined)
  const longestMs = watched.reduce((longest, { windowMs = 0 }) => Math.max(longest, windowMs), 0)
  let total: Metrics | undefined
  let recent: readonly Metrics[] = []
  return (interval) => {
    if (watched.length === 0) return undefined
    total = total === undefined ? interval : joinMetrics(total, interval)
    // Older stretches were held against the thresholds when they were new.
    recent = [...recent, interval].filter(({ toMs }) => toMs > interval.toMs - longestMs - 1500)
    const seen: Measured = { ...unmeasured, plan, elapsedMs: interval.toMs, total, intervals: recent }
    return watched.find((threshold) => {
      if (interval.toMs < (threshold.abort?.afterMs ?? 0)) return false
      const observed = observe(threshold, seen)
      return observed !== undefined && !holds(observed, threshold)
    })
  }
}

/** What is not known before the end; thresholds on it cannot end a run. */
const unmeasured = {
  host: { node: '', os: '', cpu: '', cores: 0 },
  startedAt: '',
  interrupted: false,
  sockets: { observed: false, reason: 'the run goes on' },
  tiers: [],
  troubles: [],
} as const
