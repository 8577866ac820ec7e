import { type Histogram, histogramOf, type Metrics, type OutcomeMetrics } from '@loadrun/metrics'
import type { Statistic } from '@loadrun/plan'

/** Times that every request has. */
export type RequestTime = Exclude<keyof OutcomeMetrics, 'count'>

/** A statistic of a time, over all steps, of the requests that ended one way or of all; `undefined` without any. */
export function timeMs(
  metrics: Metrics,
  time: RequestTime,
  outcome: 'ok' | 'failed' | 'all',
  statistic: Statistic,
): number | undefined {
  const outcomes = outcome === 'all' ? (['ok', 'failed'] as const) : [outcome]
  const encoded = Object.values(metrics.requests).flatMap((request) => outcomes.map((one) => request[one][time]))
  return statisticOf(histogramOf(...encoded), statistic)
}

/** `undefined` of none, and of what a distribution does not have. */
export function statisticOf(histogram: Histogram, statistic: Statistic): number | undefined {
  if (histogram.count === 0) return undefined
  switch (statistic.kind) {
    case 'percentile':
      return histogram.percentileMs(statistic.percentile)
    case 'avg':
      return histogram.meanMs
    case 'min':
      return histogram.minMs
    case 'max':
      return histogram.maxMs
    case 'count':
      return histogram.count
    case 'rate':
    case 'value':
      return undefined
  }
}
