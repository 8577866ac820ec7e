import type { Pace } from './pace.ts'

/** Nothing is due before the toxic ends. */
export const stallPace: Pace = ({ bytes }) => ({ bytes, dueMs: Number.POSITIVE_INFINITY })
