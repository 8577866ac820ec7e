import type { LimitedServerCounts } from '@loadrun/metrics'

/** Read off the slots themselves. */
type SlotGauge = 'slotsInUse' | 'openConnections' | 'waitingConnections' | 'queuedRequests'

/** The server's other counts while they change. */
export type Tally = { -readonly [Count in Exclude<keyof LimitedServerCounts, SlotGauge>]: LimitedServerCounts[Count] }

export function emptyTally(): Tally {
  return {
    handling: 0,
    waitingForWork: 0,
    handlingAbandoned: 0,
    accepted: 0,
    rejected: 0,
    rejectedRequests: 0,
    queueTimeouts: 0,
    handlerTimeouts: 0,
    served: 0,
    servedToNobody: 0,
    aborted: 0,
  }
}
