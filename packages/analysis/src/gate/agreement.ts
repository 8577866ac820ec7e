import type { Agreement } from '@loadrun/metrics'

/** Two counts of one thing, each with what was counted; they agree when they are the same. */
export function agreement(what: string, left: readonly [string, number], right: readonly [string, number]): Agreement {
  return {
    what,
    left: { counted: left[0], count: left[1] },
    right: { counted: right[0], count: right[1] },
    agrees: left[1] === right[1],
  }
}
