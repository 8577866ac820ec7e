import type { LimitedServerCounts } from '@loadrun/metrics'

/** The server's counts while they change. */
export type Tally = { -readonly [Count in keyof LimitedServerCounts]: LimitedServerCounts[Count] }

export function emptyTally(): Tally {
  return {
    slotsInUse: 0,
    handling: 0,
    waitingForWork: 0,
    handlingAbandoned: 0,
    accepted: 0,
    rejected: 0,
    served: 0,
    servedToNobody: 0,
    aborted: 0,
  }
}
