import { createRandom } from '@loadrun/random'
import type { ComparisonRow } from '../comparison.ts'
import { blocksIn, type FigureOfSums, standardErrors } from '../statistics/block-bootstrap.ts'
import { studentBeyond, studentQuantile } from '../statistics/student-t.ts'
import { alpha, type Evidence } from './decide.ts'
import { toleranceOf } from './tolerance.ts'
import type { Windowed, Windows } from './windows.ts'

/** Seconds that stay together: longer than the patience of most clients, so that one block says little of the next. */
const blockSeconds = 20

/** Fewer blocks would give no idea of how they differ. */
const fewestBlocks = 4

const fewestWindows = 8
const resamples = 400

/** The same seed each time: a comparison made again says the same again. */
const seed = 1

/** How far a figure of one run strays within that run. */
export interface Straying {
  /** On the scale that it is judged on. */
  readonly standardError: number
  readonly blocks: number
}

/** The block length for a run of so many one-second windows; a short run is still cut in four. */
export function blockLengthFor(windows: number): number {
  return Math.max(1, Math.min(blockSeconds, Math.floor(windows / fewestBlocks)))
}

/** How far the figures of one kind of windows stray within a run; `undefined` for those that it cannot tell. */
export function strayingOf(
  windows: Windows,
  figures: readonly Readonly<{ unit: ComparisonRow['unit']; windowed: Windowed }>[],
): readonly (Straying | undefined)[] {
  const { counts } = windows
  if (counts.length < fewestWindows) return figures.map(() => undefined)
  const blockLength = blockLengthFor(counts.length)
  const onScale = figures.map(({ unit, windowed }) => scaled(windowed.figure(windows), unit))
  const errors = standardErrors(counts, onScale, { blockLength, resamples, random: createRandom(seed) })
  const blocks = blocksIn(counts.length, blockLength)
  return errors.map((standardError) => (standardError === undefined ? undefined : { standardError, blocks }))
}

/** Of times the logarithm is judged: they grow by factors, and their errors do too. */
function scaled(figure: FigureOfSums, unit: ComparisonRow['unit']): FigureOfSums {
  if (unit !== 'ms') return figure
  return (sums) => {
    const value = figure(sums)
    return value !== undefined && value > 0 ? Math.log(value) : undefined
  }
}

/**
 * What two single runs show of one figure: a t interval around the difference, from the block bootstrap's errors. Few
 * blocks are few degrees of freedom, and the t distribution asks the price for that: the smaller number of the two,
 * since Welch's larger one lets more than 5 % of equal runs seem to differ.
 */
export function assessWindows(
  unit: ComparisonRow['unit'],
  before: Readonly<{ value: number; straying: Straying }>,
  after: Readonly<{ value: number; straying: Straying }>,
  tolerance: number,
  unchanged: readonly (readonly number[])[] = [],
): Evidence | undefined {
  const logarithmic = unit === 'ms'
  if (logarithmic && (before.value <= 0 || after.value <= 0)) return undefined
  const distance = logarithmic ? Math.log(after.value / before.value) : after.value - before.value
  const error = Math.hypot(before.straying.standardError, after.straying.standardError)
  const freedom = Math.min(before.straying.blocks, after.straying.blocks) - 1
  const reach = error === 0 ? 0 : studentQuantile(alpha, freedom) * error
  const inUnit = (difference: number) => (logarithmic ? before.value * Math.expm1(difference) : difference)
  return {
    shift: after.value - before.value,
    interval: { low: inUnit(distance - reach), high: inUnit(distance + reach) },
    pValue: pValueOf(distance, error, freedom),
    tolerance: toleranceOf(unit, before.value, tolerance),
    noiseFloor: noiseOfTwoRuns(unchanged),
  }
}

/**
 * What two single runs differ by without a cause in 95 of 100 cases: t · s · √2, with s the deviation within groups of
 * runs of which nothing was changed, all groups together. `undefined` without such groups.
 */
function noiseOfTwoRuns(unchanged: readonly (readonly number[])[]): number | undefined {
  let squares = 0
  let freedom = 0
  for (const values of unchanged) {
    if (values.length < 2) continue
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    freedom += values.length - 1
  }
  return freedom === 0 ? undefined : studentQuantile(alpha, freedom) * Math.sqrt((2 * squares) / freedom)
}

function pValueOf(distance: number, error: number, freedom: number): number {
  if (distance === 0) return 1
  return error === 0 ? 0 : studentBeyond(distance / error, freedom)
}
