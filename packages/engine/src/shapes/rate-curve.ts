/** A stretch over which the rate moves in a straight line. */
export interface RateSegment {
  readonly fromPerSecond: number
  readonly toPerSecond: number
  readonly durationMs: number
}

/**
 * A rate over time and the arrivals it adds up to.
 *
 * Within a segment of rate r(t) = r0 + a·t the arrivals up to t are A(t) = r0·t + a·t²/2, so arrival A falls due at
 * t = 2A / (r0 + √(r0² + 2·a·A)): the quadratic's solution in the form that stays exact for small a
 * (https://doi.org/10.1137/1.9780898718027, section 1.8). Times in seconds, rates per second.
 */
export class RateCurve {
  readonly endMs: number
  /** Arrivals under the whole curve. */
  readonly area: number
  readonly #segments: readonly (RateSegment & { startMs: number; areaBefore: number; area: number })[]

  constructor(segments: readonly RateSegment[]) {
    let startMs = 0
    let areaBefore = 0
    this.#segments = segments.map((segment) => {
      const area = ((segment.fromPerSecond + segment.toPerSecond) / 2) * (segment.durationMs / 1000)
      const placed = { ...segment, startMs, areaBefore, area }
      startMs += segment.durationMs
      areaBefore += area
      return placed
    })
    this.endMs = startMs
    this.area = areaBefore
  }

  /** When the curve has added up to `area` arrivals; `undefined` where it never does before its end. */
  timeMs(area: number): number | undefined {
    const segment = this.#segments.find((each) => area < each.areaBefore + each.area)
    if (segment === undefined) return undefined
    const { fromPerSecond, toPerSecond, durationMs, startMs, areaBefore } = segment
    const acceleration = (toPerSecond - fromPerSecond) / (durationMs / 1000)
    const left = Math.max(0, area - areaBefore)
    const root = Math.sqrt(Math.max(0, fromPerSecond ** 2 + 2 * acceleration * left))
    const seconds = left === 0 ? 0 : (2 * left) / (fromPerSecond + root)
    return startMs + Math.min(seconds * 1000, durationMs)
  }
}
