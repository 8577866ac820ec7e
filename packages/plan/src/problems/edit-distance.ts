/**
 * How many characters must be inserted, deleted, replaced or swapped with their neighbour to make one word the other:
 * Damerau and Levenshtein's distance in its "optimal string alignment" form, where no place is edited twice
 * (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const replaced = at(last, column - 1) + (same ? 0 : 1)
      let distance = Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced)
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        distance = Math.min(distance, at(beforeLast, column - 2) + 1)
      }
      current.push(distance)
    }
    beforeLast = last
    last = current
  }
  return at(last, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
