import type { LimitedServerCounts } from '@loadrun/metrics'
import { nothingCounted } from '@loadrun/metrics/nothing-counted'

/** Read off the slots themselves. */
type SlotGauge = 'slotsInUse' | 'openConnections' | 'waitingConnections' | 'queuedRequests'

/** The server's other counts while they change. */
export type Tally = { -readonly [Count in Exclude<keyof LimitedServerCounts, SlotGauge>]: LimitedServerCounts[Count] }

export function emptyTally(): Tally {
  return { ...nothingCounted.server }
}
