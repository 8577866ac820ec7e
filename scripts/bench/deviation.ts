/** How arrivals lay about the even schedule that they were to keep. */
export interface Deviation {
  /** Half of the arrivals, and 99 of 100, lay no further than this from their moment. */
  readonly p50Ms: number
  readonly p99Ms: number
  /**
   * How much faster (+) or slower (−) than asked for, as a share: by the straight line that lies nearest to all arrivals
   * (least squares), because the first and the last are as late as any.
   */
  readonly rateError: number
}

/**
 * Of arrivals at one rate. The constant offset is taken off, because when a load began is its own affair; so is what
 * comes before `fromMs`, while code runs for the first time.
 */
export function deviationOf(arrivalsMs: Float64Array, ratePerSecond: number, fromMs = 0): Deviation {
  const gapMs = 1000 / ratePerSecond
  const sorted = arrivalsMs.toSorted()
  const first = sorted[0] ?? 0
  const skipped = sorted.filter((arrivedMs) => arrivedMs - first < fromMs).length
  const off = Array.from(sorted, (arrivedMs, index) => arrivedMs - index * gapMs).slice(skipped)
  const offset = atShare(off, 0.5)
  const away = off.map((offMs) => Math.abs(offMs - offset))
  return {
    p50Ms: atShare(away, 0.5),
    p99Ms: atShare(away, 0.99),
    rateError: gapMs / (gapMs + slope(off)) - 1,
  }
}

/** By how much values grow from each to the next, by the line of least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const moments = values.reduce((sum, value, index) => sum + (index - middle) * value, 0)
  const squares = (values.length * (values.length ** 2 - 1)) / 12
  return squares === 0 ? 0 : moments / squares
}

/** The value that this share of the values does not exceed. */
export function atShare(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0
}
