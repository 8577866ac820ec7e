import type { Random } from '@loadrun/random'
import type { Pace } from './pace.ts'

export function latencyPace(latencyMs: number, jitterMs: number, random: Random): Pace {
  return ({ bytes, arrivedMs }) => {
    const delayMs = latencyMs + (jitterMs === 0 ? 0 : jitterMs * (2 * random() - 1))
    return { bytes, dueMs: arrivedMs + Math.max(0, delayMs) }
  }
}
