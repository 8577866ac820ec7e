import type { Pace } from './pace.ts'

/** Data goes on in parts that take no longer than this, so that a slow line trickles instead of bursting. */
const longestPartMs = 50

/** A part is due when its last byte has come through. Time in which nothing was sent is not made up for. */
export function bandwidthPace(bytesPerSecond: number): Pace {
  const bytesPerMs = bytesPerSecond / 1000
  const mostBytes = Math.max(1, Math.floor(longestPartMs * bytesPerMs))
  return ({ bytes, arrivedMs, lastDueMs }) => {
    const part = Math.min(bytes, mostBytes)
    return { bytes: part, dueMs: Math.max(arrivedMs, lastDueMs) + part / bytesPerMs }
  }
}
