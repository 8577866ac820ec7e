/**
 * Twice the rank of each value among all of them, counted from 1. Equal values share the mean of their ranks; doubled,
 * that is a whole number again, so sums of ranks stay exact.
 */
export function doubledRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, place) => place).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Array<number>(values.length).fill(0)
  for (let first = 0; first < order.length; ) {
    let last = first
    while (last + 1 < order.length && values[order[last + 1] ?? 0] === values[order[first] ?? 0]) last += 1
    // Ranks first + 1 … last + 1 have the mean (first + last) / 2 + 1.
    for (let place = first; place <= last; place++) ranks[order[place] ?? 0] = first + last + 2
    first = last + 1
  }
  return ranks
}

/**
 * In how many ways `size` of the ranks have each sum; the index is the sum. Under "both groups come from one
 * distribution" all ways are equally likely, with ties as without. Exact up to 2⁵³ ways, which 50 ranks stay below.
 */
export function waysBySum(ranks: readonly number[], size: number): Float64Array {
  const largest = ranks.reduce((sum, rank) => sum + rank, 0)
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(largest + 1))
  const none = ways[0]
  if (none !== undefined) none[0] = 1
  for (const rank of ranks) {
    for (let taken = size; taken > 0; taken--) {
      const to = ways[taken]
      const from = ways[taken - 1]
      if (to === undefined || from === undefined) continue
      for (let sum = largest; sum >= rank; sum--) to[sum] = (to[sum] ?? 0) + (from[sum - rank] ?? 0)
    }
  }
  return ways[size] ?? new Float64Array(0)
}
