import type { ComparisonRow } from '../comparison.ts'
import { hodgesLehmannInterval, hodgesLehmannShift } from '../statistics/hodges-lehmann.ts'
import { mannWhitney } from '../statistics/mann-whitney.ts'
import { medianOf } from '../statistics/median.ts'
import { alpha, type Evidence } from './decide.ts'
import { toleranceOf } from './tolerance.ts'

/** What the runs of two sides show of one figure, each run being one value. */
export function assessRepeats(
  unit: ComparisonRow['unit'],
  before: readonly number[],
  after: readonly number[],
  tolerance: number,
  unchanged: readonly (readonly number[])[] = [],
): Evidence | undefined {
  const was = medianOf(before)
  if (was === undefined || after.length === 0) return undefined
  return {
    shift: hodgesLehmannShift(before, after),
    interval: hodgesLehmannInterval(before, after, alpha),
    pValue: mannWhitney(before, after),
    tolerance: toleranceOf(unit, was, tolerance),
    noiseFloor: noiseFloorOf(before, after, unchanged),
  }
}

/**
 * Repeats of one side, and what else is given of the kind, are runs of which nothing was changed. The median difference of two such runs, divided by the
 * square root of how many are taken together, is what two whole groups typically differ by without a cause.
 */
function noiseFloorOf(
  before: readonly number[],
  after: readonly number[],
  unchanged: readonly (readonly number[])[],
): number {
  const typical = medianOf([before, after, ...unchanged].flatMap(differencesWithin)) ?? 0
  return typical / Math.sqrt(runsTogether(before.length, after.length))
}

/** How many runs of each side two sides of different sizes are worth: the harmonic mean. */
function runsTogether(before: number, after: number): number {
  return 2 / (1 / before + 1 / after)
}

/** Between each two of the values. */
export function differencesWithin(values: readonly number[]): readonly number[] {
  return values.flatMap((value, place) => values.slice(place + 1).map((other) => Math.abs(other - value)))
}
