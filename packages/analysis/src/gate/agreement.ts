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

/** A count, with as many of those that may be missing from it as bring it up to what was counted elsewhere. */
export function upTo(
  elsewhere: number,
  [counted, count]: readonly [string, number],
  [missing, mayBeMissing]: readonly [string, number],
): readonly [string, number] {
  const added = Math.min(Math.max(elsewhere - count, 0), mayBeMissing)
  return added === 0 ? [counted, count] : [counted + missing, count + added]
}
