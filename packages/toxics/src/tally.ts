import type { ToxicsCounts } from '@loadrun/metrics'

/** The counters while they change; gauges are read when they are asked for. */
export type Tally = { -readonly [Count in Exclude<keyof ToxicsCounts, 'open' | 'bytesHeld'>]: ToxicsCounts[Count] }

export function emptyTally(): Tally {
  return {
    accepted: 0,
    upstreamConnections: 0,
    upstreamFailed: 0,
    ended: 0,
    passedReset: 0,
    resetByToxic: 0,
    closedByToxic: 0,
    bytesUpstream: 0,
    bytesDownstream: 0,
    bytesDropped: 0,
  }
}
