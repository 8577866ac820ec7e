import { medianOf } from './median.ts'
import { normalQuantile } from './normal.ts'
import { waysBySum } from './ranks.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Above this many values in both groups the bounds come from the normal curve. */
const mostCounted = 50

/** By how much the second group is shifted: the median of all differences between a value of each. Needs both. */
export function hodgesLehmannShift(before: readonly number[], after: readonly number[]): number {
  return medianOf(differences(before, after)) ?? Number.NaN
}

/**
 * Where the shift lies, with at least the confidence 1 − `alpha`: the differences between which the Mann-Whitney test
 * would not reject. `undefined` where the groups are too small for that confidence.
 */
export function hodgesLehmannInterval(
  before: readonly number[],
  after: readonly number[],
  alpha: number,
): Interval | undefined {
  const cut = differencesToCut(before.length, after.length, alpha)
  if (cut === 0) return undefined
  const sorted = differences(before, after).sort((a, b) => a - b)
  const low = sorted[cut - 1]
  const high = sorted[sorted.length - cut]
  return low === undefined || high === undefined ? undefined : { low, high }
}

function differences(before: readonly number[], after: readonly number[]): number[] {
  return after.flatMap((is) => before.map((was) => is - was))
}

/** The largest k with P(U < k) ≤ `alpha` / 2, for groups of these sizes without ties. */
export function differencesToCut(before: number, after: number, alpha: number): number {
  const size = before + after
  if (size > mostCounted) {
    const deviation = Math.sqrt((before * after * (size + 1)) / 12)
    return Math.max(0, Math.floor((before * after) / 2 - normalQuantile(alpha) * deviation))
  }
  const ways = waysBySum(
    Array.from({ length: size }, (_, place) => place + 1),
    before,
  )
  const all = ways.reduce((sum, count) => sum + count, 0)
  const least = (before * (before + 1)) / 2
  let below = 0
  let cut = 0
  while (cut <= before * after) {
    below += ways[least + cut] ?? 0
    if (below / all > alpha / 2) break
    cut += 1
  }
  return cut
}
