import type { Pacer } from './pacer.ts'
import type { RateCurve } from './rate-curve.ts'

/** Rounding can put an arrival this little before the end that belongs at the end, and so is none. */
const roundingMs = 1e-6

/** Evenly spaced: arrival `i` is due when the curve has added up to `i`. The first is due at the start. */
export function uniformArrivals(curve: RateCurve): Pacer {
  return {
    dueMs: (index) => {
      const timeMs = curve.timeMs(index)
      return timeMs === undefined || timeMs > curve.endMs - roundingMs ? undefined : timeMs
    },
  }
}
