import { Histogram, isEmpty } from './histogram.ts'
import type { EncodedHistogram } from './metrics.ts'

/** A distribution in figures, in milliseconds; all 0 where `count` is. */
export interface Summary {
  readonly count: number
  readonly minMs: number
  readonly meanMs: number
  readonly deviationMs: number
  readonly p50Ms: number
  readonly p75Ms: number
  readonly p90Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly p9999Ms: number
  readonly maxMs: number
}

export function summaryOf(encoded: EncodedHistogram): Summary {
  const histogram = histogramOf(encoded)
  return {
    count: histogram.count,
    minMs: histogram.minMs,
    meanMs: histogram.meanMs,
    deviationMs: histogram.deviationMs,
    p50Ms: histogram.percentileMs(50),
    p75Ms: histogram.percentileMs(75),
    p90Ms: histogram.percentileMs(90),
    p95Ms: histogram.percentileMs(95),
    p99Ms: histogram.percentileMs(99),
    p999Ms: histogram.percentileMs(99.9),
    p9999Ms: histogram.percentileMs(99.99),
    maxMs: histogram.maxMs,
  }
}

/** One distribution of several, such as of successes and failures together. Without any: an empty one. */
export function histogramOf(...encoded: readonly EncodedHistogram[]): Histogram {
  const [first, ...others] = encoded.filter((one) => !isEmpty(one)).map(Histogram.decode)
  if (first === undefined) return new Histogram()
  const all = [first, ...others]
  const coarsest = all.find(({ digits }) => digits === 2) ?? first
  for (const other of all) if (other !== coarsest) coarsest.add(other)
  return coarsest
}

export interface CurvePoint {
  /** From 0 to 100. */
  readonly percentile: number
  readonly ms: number
}

/**
 * Durations over percentiles for a chart whose axis is the number of nines: each further nine gets as many points as
 * the one before, until a step is less than one value. Ends at 100 with the longest.
 */
export function percentileCurve(histogram: Histogram, pointsPerNine = 10): readonly CurvePoint[] {
  if (histogram.count === 0) return []
  const points: CurvePoint[] = []
  for (let point = 0; ; point++) {
    const beyond = 10 ** (-point / pointsPerNine)
    if (beyond * histogram.count < 1) break
    const percentile = 100 * (1 - beyond)
    points.push({ percentile, ms: histogram.percentileMs(percentile) })
  }
  points.push({ percentile: 100, ms: histogram.maxMs })
  return points
}
