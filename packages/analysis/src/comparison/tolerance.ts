import type { ComparisonRow } from '../comparison.ts'

/** The share of the first side's figure up to which differences do not matter, unless something else is asked for. */
export const defaultTolerance = 0.05

/** However small the figure is, differences up to these are none. */
const least: Readonly<Record<ComparisonRow['unit'], number>> = { ms: 0.1, share: 0, count: 1, perSecond: 0 }

/** Half a point of a share for a tolerance of 5 %: 1 % of failures is not the same as 2 %, and 50 % is much as 50.4 %. */
const pointsOfTolerance = 0.1

/** The difference in the figure's own unit that `tolerance`, a share of 1, allows. */
export function toleranceOf(unit: ComparisonRow['unit'], before: number, tolerance: number): number {
  if (unit === 'share') return tolerance * pointsOfTolerance
  return Math.max(least[unit], Math.abs(before) * tolerance)
}
