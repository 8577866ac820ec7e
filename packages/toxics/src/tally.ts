import type { ToxicsCounts } from '@loadrun/metrics'
import { nothingCounted } from '@loadrun/metrics/nothing-counted'

/** The counters while they change; gauges are read when they are asked for. */
export type Tally = { -readonly [Count in Exclude<keyof ToxicsCounts, 'open' | 'bytesHeld'>]: ToxicsCounts[Count] }

export function emptyTally(): Tally {
  return { ...nothingCounted.toxics }
}
