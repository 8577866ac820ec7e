import type { Random } from '@loadrun/random'

/** A figure of sums, such as a share or a percentile; `undefined` where the sums do not give it. */
export type FigureOfSums = (sums: Float64Array) => number | undefined

export interface Resampling {
  /** Consecutive windows that stay together: long enough that one block says little about the next. */
  readonly blockLength: number
  readonly resamples: number
  readonly random: Random
}

/**
 * How far each figure would stray if the same stretch of time were seen again: its standard error by the moving-block
 * bootstrap (Künsch 1989). `windows` holds additive counts, one row a window. Blocks of consecutive windows are drawn,
 * overlapping and with replacement, until they are as long as the run; the figure is taken of their sum.
 *
 * With few blocks the spread of the resamples is too small by √(1 − 1 ⁄ blocks), as a variance divided by n and not by
 * n − 1 is; that is put right here. `undefined` where fewer than half of the resamples give the figure.
 */
export function standardErrors(
  windows: readonly Float64Array[],
  figures: readonly FigureOfSums[],
  { blockLength, resamples, random }: Resampling,
): readonly (number | undefined)[] {
  const before = runningSums(windows)
  const found: number[][] = figures.map(() => [])
  for (let resample = 0; resample < resamples; resample++) {
    const sums = new Float64Array(windows[0]?.length ?? 0)
    for (let filled = 0; filled < windows.length; filled += blockLength) {
      const length = Math.min(blockLength, windows.length - filled)
      const first = Math.floor(random() * (windows.length - length + 1))
      addDifference(sums, before[first + length], before[first])
    }
    for (const [place, figure] of figures.entries()) {
      const value = figure(sums)
      if (value !== undefined) found[place]?.push(value)
    }
  }
  const blocks = blocksIn(windows.length, blockLength)
  return found.map((values) =>
    values.length * 2 < resamples || blocks <= 1 ? undefined : deviationOf(values) * Math.sqrt(blocks / (blocks - 1)),
  )
}

/** How many blocks fit into the run: what there is of independent evidence. */
export function blocksIn(windows: number, blockLength: number): number {
  return windows / blockLength
}

/** `[i]` holds the sums of the first i windows, so that a block of any length is one subtraction. */
function runningSums(windows: readonly Float64Array[]): readonly Float64Array[] {
  const sums = [new Float64Array(windows[0]?.length ?? 0)]
  for (const window of windows) {
    const next = Float64Array.from(sums.at(-1) ?? [])
    for (const [column, value] of window.entries()) next[column] = (next[column] ?? 0) + value
    sums.push(next)
  }
  return sums
}

function addDifference(sums: Float64Array, later: Float64Array | undefined, earlier: Float64Array | undefined): void {
  if (later === undefined || earlier === undefined) return
  for (let column = 0; column < sums.length; column++) {
    sums[column] = (sums[column] ?? 0) + (later[column] ?? 0) - (earlier[column] ?? 0)
  }
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, values.length - 1))
}
