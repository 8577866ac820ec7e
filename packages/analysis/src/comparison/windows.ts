import { Histogram, type Metrics, type RunResult } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'
import { iterationCounts, requestCounts } from '../figures/requests.ts'
import { serversOf } from '../figures/tiers.ts'
import type { FigureOfSums } from '../statistics/block-bootstrap.ts'

/** Consecutive windows of a run, as counts that may be added up. One row a window. */
export interface Windows {
  readonly counts: readonly Float64Array[]
  /** The columns of distributions: which duration each one counts; empty where there is none. */
  readonly valuesMs: readonly number[]
  readonly windowMs: number
}

/** Cuts a run into windows; `undefined` where it has none of what is counted. Figures that share one are judged in one go. */
export type WindowsOf = (result: RunResult) => Windows | undefined

/** How a figure of a run's windows is had. */
export interface Windowed {
  readonly windowsOf: WindowsOf
  readonly figure: (windows: Windows) => FigureOfSums
}

const secondMs = 1000

/** Columns: requests that succeeded, all that ended, arrivals never sent, seconds of load, requests that failed. */
export const requestWindows: WindowsOf = ({ intervals, plan }) => ({
  counts: intervals.map((interval) => {
    const { ok, sent, failed } = requestCounts(interval)
    const seconds = Math.max(0, Math.min(interval.toMs, plannedEndMs(plan)) - interval.fromMs) / secondMs
    return Float64Array.of(ok, sent, iterationCounts(interval).dropped, seconds, failed)
  }),
  valuesMs: [],
  windowMs: secondMs,
})

/** Columns: response times of requests that ended one way, one column a bucket of the histograms. */
export function responseTimeWindows(outcome: 'ok' | 'all'): WindowsOf {
  return ({ intervals }) => {
    const histograms = intervals.map((interval) => bucketsOf(interval, outcome))
    const valuesMs = [...new Set(histograms.flatMap((buckets) => [...buckets.keys()]))].sort((a, b) => a - b)
    if (valuesMs.length === 0) return undefined
    const columns = new Map(valuesMs.map((value, column) => [value, column]))
    const counts = histograms.map((buckets) => {
      const row = new Float64Array(valuesMs.length)
      for (const [value, count] of buckets) row[columns.get(value) ?? 0] = count
      return row
    })
    return { counts, valuesMs, windowMs: secondMs }
  }
}

function bucketsOf(interval: Metrics, outcome: 'ok' | 'all'): ReadonlyMap<number, number> {
  const buckets = new Map<number, number>()
  for (const request of Object.values(interval.requests)) {
    for (const { responseTime, count } of outcome === 'ok' ? [request.ok] : [request.ok, request.failed]) {
      if (count === 0) continue
      for (const { highMs, count: some } of Histogram.decode(responseTime).buckets()) {
        buckets.set(highMs, (buckets.get(highMs) ?? 0) + some)
      }
    }
  }
  return buckets
}

/** Columns: connections that a bundled server refused, and all that came. */
export function serverWindows(name: string): WindowsOf {
  return (result) => {
    const samples = serversOf(result).find(({ plan }) => plan.name === name)?.observation.samples
    if (samples === undefined || samples.length < 2) return undefined
    const counts = samples.slice(1).map(({ counts: now }, place) => {
      const was = samples[place]?.counts
      const refused = now.rejected - (was?.rejected ?? 0)
      return Float64Array.of(refused, refused + now.accepted - (was?.accepted ?? 0))
    })
    return { counts, valuesMs: [], windowMs: secondMs }
  }
}

/** One column divided by another. */
export function quotient(part: number, whole: number): Windowed['figure'] {
  return () => (sums) => ((sums[whole] ?? 0) > 0 ? (sums[part] ?? 0) / (sums[whole] ?? 1) : undefined)
}

/** One column as it is. */
export function total(column: number): Windowed['figure'] {
  return () => (sums) => sums[column]
}

/** The duration that `percentile` (0 to 100) of the values do not exceed. */
export function percentileOf(percentile: number): Windowed['figure'] {
  return ({ valuesMs }) =>
    (sums) => {
      // Runs a million times over hundreds of columns, so it counts on its fingers instead of with iterators.
      let all = 0
      for (let column = 0; column < sums.length; column++) all += sums[column] ?? 0
      if (all <= 0) return undefined
      let left = Math.max(1, Math.ceil((percentile / 100) * all))
      let column = 0
      while (column < sums.length - 1) {
        left -= sums[column] ?? 0
        if (left <= 0) break
        column += 1
      }
      return valuesMs[column]
    }
}
