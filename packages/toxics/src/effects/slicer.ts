import type { Random } from '@loadrun/random'
import type { Pace } from './pace.ts'

/** Sizes are drawn evenly from `averageBytes` ± `variationBytes`; the rest of a piece may be smaller. */
export function slicerPace(averageBytes: number, variationBytes: number, delayMs: number, random: Random): Pace {
  return ({ bytes, arrivedMs, lastDueMs }) => {
    if (bytes === 0) return { bytes, dueMs: Math.max(arrivedMs, lastDueMs) }
    const size = averageBytes - variationBytes + Math.floor(random() * (2 * variationBytes + 1))
    return { bytes: Math.min(bytes, size), dueMs: Math.max(arrivedMs, lastDueMs + delayMs) }
  }
}
