import type { Load } from '@loadrun/plan'
import type { Staffing } from './staffing.ts'

export function constantVus({ vus, durationMs }: Extract<Load, { executor: 'constant-vus' }>): Staffing {
  return {
    endMs: durationMs,
    usersAt: (elapsedMs) => (elapsedMs < durationMs ? vus : 0),
    nextChangeMs: (elapsedMs) => (elapsedMs < durationMs ? durationMs : undefined),
  }
}
