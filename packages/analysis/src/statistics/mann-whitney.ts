import { normalBelow } from './normal.ts'
import { doubledRanks, waysBySum } from './ranks.ts'

/** Up to this many values in both groups together every assignment is counted; beyond, the normal curve is exact enough. */
const mostCounted = 50

/**
 * How likely two groups of one and the same distribution differ in their ranks by as much as these or more, either way
 * (Mann and Whitney 1947). Exact, with ties too: the distribution is that of these very ranks over all ways to deal them
 * out. 1 where a group is empty.
 */
export function mannWhitney(before: readonly number[], after: readonly number[]): number {
  if (before.length === 0 || after.length === 0) return 1
  const ranks = doubledRanks([...before, ...after])
  const observed = ranks.slice(0, before.length).reduce((sum, rank) => sum + rank, 0)
  const expected = before.length * (ranks.length + 1)
  const distance = Math.abs(observed - expected)
  if (ranks.length > mostCounted) return normalShareBeyond(distance, ranks, before.length)
  const ways = waysBySum(ranks, before.length)
  let all = 0
  let beyond = 0
  for (const [sum, count] of ways.entries()) {
    all += count
    if (Math.abs(sum - expected) >= distance) beyond += count
  }
  return beyond / all
}

/** With the variance that ties leave, and a correction for continuity of half a rank. */
function normalShareBeyond(distance: number, ranks: readonly number[], size: number): number {
  const mean = ranks.length + 1
  const squares = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0)
  const variance = (size * (ranks.length - size) * squares) / (ranks.length * (ranks.length - 1))
  if (variance === 0) return 1
  return Math.min(1, 2 * normalBelow(-Math.max(0, distance - 1) / Math.sqrt(variance)))
}

/** The smallest p that groups of these sizes can ever give: 0.0079 for five and five. */
export function smallestPValue(before: number, after: number): number {
  let ways = 1
  for (let taken = 1; taken <= before; taken++) ways *= (after + taken) / taken
  return Math.min(1, 2 / ways)
}
