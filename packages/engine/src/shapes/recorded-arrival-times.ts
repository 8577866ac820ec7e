import type { Pacer } from './pacer.ts'

/** At the times of a recording, in order: milliseconds of the load. */
export function recordedArrivalTimes(dueMs: Float64Array): Pacer {
  return { dueMs: (index) => dueMs[index] }
}
