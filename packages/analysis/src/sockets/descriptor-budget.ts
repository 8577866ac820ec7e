import type { SocketSample } from '@loadrun/metrics'

/** How much of the growth of late decides what comes next. */
const recentMs = 10_000

/** How far a process's file descriptors will last. */
export interface DescriptorBudget {
  /** Most at once. */
  readonly peak: number
  readonly limit: number
  /** `peak` by `limit`. */
  readonly usedShare: number
  readonly growthPerSecond: number
  /** In how long after the last sample none will be left if the growth goes on; `undefined` where there is none. */
  readonly usedUpInMs: number | undefined
}

/** `undefined` where nothing was counted. */
export function descriptorBudget(
  samples: readonly SocketSample[],
  process: string,
  limit: number,
): DescriptorBudget | undefined {
  const points = samples.flatMap(({ atMs, descriptors }) => {
    const open = descriptors?.[process]
    return open === undefined ? [] : [{ atMs, open }]
  })
  const last = points.at(-1)
  const before = points.find(({ atMs }) => last !== undefined && atMs >= last.atMs - recentMs)
  if (last === undefined || before === undefined) return undefined
  const peak = points.reduce((most, { open }) => Math.max(most, open), 0)
  const growthPerSecond = last === before ? 0 : ((last.open - before.open) * 1000) / (last.atMs - before.atMs)
  return {
    peak,
    limit,
    usedShare: peak / limit,
    growthPerSecond,
    usedUpInMs: growthPerSecond > 0 ? (Math.max(0, limit - last.open) * 1000) / growthPerSecond : undefined,
  }
}
