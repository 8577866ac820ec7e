/**
 * p values corrected for their number, so that the chance of any false rejection among them stays below the level
 * (Holm 1979). In the order given; never below the value given, never above 1.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let highest = 0
  for (const [rank, place] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (pValues[place] ?? 1) * (pValues.length - rank)))
    adjusted[place] = highest
  }
  return adjusted
}
