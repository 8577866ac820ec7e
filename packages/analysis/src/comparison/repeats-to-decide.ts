import { differencesToCut } from '../statistics/hodges-lehmann.ts'
import { smallestPValue } from '../statistics/mann-whitney.ts'
import { medianOf } from '../statistics/median.ts'
import { differencesWithin } from './assess-repeats.ts'
import { alpha, type Evidence } from './decide.ts'

/** More runs than this nobody makes. */
const mostRepeats = 100

/** z for 5 % of false alarms, both ways, plus z for 80 % of found differences. */
const distanceInErrors = 1.96 + 0.842

/** Of normal values the median difference of two is this many standard deviations. */
const medianDifference = 0.954

/** A rank test needs this many times the runs of a test that knew the values to be normal. */
const ranksCost = Math.PI / 3

/**
 * About how many runs of each side would decide in four of five cases, if the sides differ as they seem to:
 * n = 2 (z₉₇₅ + z₈₀)² σ² ⁄ δ² · π ⁄ 3, where δ is the shift, or, within the tolerance, what is missing to its edge.
 * `undefined` above 100. `figures` is how many are judged together, which Holm asks a price for.
 */
export function repeatsToDecide(
  { shift, tolerance }: Pick<Evidence, 'shift' | 'tolerance'>,
  before: readonly number[],
  after: readonly number[],
  figures: number,
): number | undefined {
  const fewest = fewestThatCanDecide(figures)
  const typical = medianOf([...differencesWithin(before), ...differencesWithin(after)])
  if (typical === undefined) return fewest
  const deviation = typical / medianDifference
  const distance = Math.abs(shift) > tolerance ? Math.abs(shift) : tolerance - Math.abs(shift)
  if (deviation === 0) return fewest
  const needed = Math.ceil(2 * (distanceInErrors * (deviation / distance)) ** 2 * ranksCost)
  const more = Math.max(needed, fewest, Math.min(before.length, after.length) + 1)
  return more <= mostRepeats ? more : undefined
}

/** The first number of runs at which complete separation is significant after Holm, and the interval is bounded. */
export function fewestThatCanDecide(figures: number): number {
  let runs = 2
  while (smallestPValue(runs, runs) * Math.max(1, figures) > alpha || differencesToCut(runs, runs, alpha) === 0) {
    runs += 1
  }
  return runs
}
