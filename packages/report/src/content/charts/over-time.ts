import type { Metrics } from '@loadrun/metrics'
import { rounded } from '../chart.ts'

/** A shorter interval, as the last one may be, would turn a handful of requests into a spike. */
const shortestMs = 250

/** Seconds since the load started at which each interval ended: where charts put what happened in it. */
export function intervalEnds(intervals: readonly Metrics[]): readonly number[] {
  return intervals.map((interval) => seconds(interval.toMs))
}

/** What was counted in each interval, per second. */
export function ratePerInterval(
  intervals: readonly Metrics[],
  count: (interval: Metrics) => number,
): readonly (number | null)[] {
  return intervals.map((interval) => {
    const spanMs = interval.toMs - interval.fromMs
    return spanMs < shortestMs ? null : rounded((count(interval) * 1000) / spanMs)
  })
}

/** Something with a moment, in milliseconds since the load started. */
interface Moment {
  readonly atMs: number
}

export function sampleSeconds(samples: readonly Moment[]): readonly number[] {
  return samples.map((sample) => seconds(sample.atMs))
}

/** A counter's growth per second since the sample before; `null` for the first. */
export function growthPerSecond<Sample extends Moment>(
  samples: readonly Sample[],
  counter: (sample: Sample) => number | undefined,
): readonly (number | null)[] {
  return samples.map((sample, index) => {
    const before = samples[index - 1]
    if (before === undefined) return null
    const from = counter(before)
    const to = counter(sample)
    const spanMs = sample.atMs - before.atMs
    if (from === undefined || to === undefined || spanMs <= 0) return null
    return rounded(((to - from) * 1000) / spanMs)
  })
}

/** Tenths of a second are finer than a chart shows, and short numbers keep the page small. */
function seconds(ms: number): number {
  return Math.round(ms / 100) / 10
}
