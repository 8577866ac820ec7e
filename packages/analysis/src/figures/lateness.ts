import { Histogram, type Measured } from '@loadrun/metrics'

/** Arrivals of open loads, and how many of them the generator sent later after they were due than `limitMs`. */
export interface Lateness {
  readonly limitMs: number
  readonly late: number
  readonly arrivals: number
  /** `late` by `arrivals`; 0 without arrivals. */
  readonly share: number
}

/** Past this an arrival counts as late: a visitor would notice, and a machine that has time to spare never is. */
const limitMs = 250

export function latenessOf(measured: Measured): Lateness {
  const histogram = Histogram.decode(measured.total.generator.lateness)
  let late = 0
  for (const bucket of histogram.buckets()) if (bucket.lowMs > limitMs) late += bucket.count
  return { limitMs, late, arrivals: histogram.count, share: histogram.count === 0 ? 0 : late / histogram.count }
}
