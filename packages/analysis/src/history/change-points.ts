import type { Random } from '@loadrun/random'

/** A place in a series from which on its values come from another distribution than before. */
export interface ChangePoint {
  /** The first value of what is new. */
  readonly at: number
  /** The chance of a split like this or a clearer one, had the values between its neighbours stood in any other order. */
  readonly pValue: number
}

export interface ChangePointOptions {
  /** The chance that is taken of marking a change where there is none. */
  readonly alpha: number
  readonly permutations: number
  readonly random: Random
}

/** Fewer values on a side would make a change of a single outlier. */
const fewestBesideChange = 3

/**
 * E-divisive (Matteson and James 2014), as Hunter and MongoDB use it on results of performance tests. A segment of n
 * values is split where
 *
 *     Q = m k ⁄ (m + k) · (2 mean|a − b| − mean|a − a′| − mean|b − b′|)
 *
 * is largest, a being the m values before and b the k values from the split on; the means are over all pairs. Q is 0
 * where both sides have one distribution, and large where they differ in any way. Of the best splits of all segments
 * the one with the largest Q is tested: the segments' values are shuffled, each within itself, and the share of shuffles
 * with as large a Q is p. If it is small enough, the split stands, and all begins anew. In order of place.
 */
export function changePoints(values: readonly number[], options: ChangePointOptions): readonly ChangePoint[] {
  const found: ChangePoint[] = []
  for (;;) {
    const edges = [0, ...found.map(({ at }) => at).sort((a, b) => a - b), values.length]
    const segments = edges.slice(1).map((end, place) => ({ start: edges[place] ?? 0, end }))
    const candidate = bestSplit(values, segments)
    if (candidate === undefined || candidate.q <= 0) break
    const pValue = permutationShare(values, segments, candidate.q, options)
    if (pValue > options.alpha) break
    found.push({ at: candidate.at, pValue })
  }
  return found.sort((a, b) => a.at - b.at)
}

interface Segment {
  readonly start: number
  readonly end: number
}

interface Split {
  readonly at: number
  readonly q: number
}

function bestSplit(values: readonly number[], segments: readonly Segment[]): Split | undefined {
  let best: Split | undefined
  for (const { start, end } of segments) {
    const split = splitOf(values.slice(start, end))
    if (split !== undefined && (best === undefined || split.q > best.q)) best = { at: start + split.at, q: split.q }
  }
  return best
}

/** Moves the values over one by one, so that all splits of n values cost n² distances. */
function splitOf(values: readonly number[]): Split | undefined {
  const size = values.length
  let within = 0
  let without = 0
  let between = 0
  for (let i = 0; i < size; i += 1) for (let j = i + 1; j < size; j += 1) without += distance(values, i, j)
  let best: Split | undefined
  for (let at = 1; at < size; at += 1) {
    const moved = at - 1
    let toBefore = 0
    let toAfter = 0
    for (let i = 0; i < moved; i += 1) toBefore += distance(values, i, moved)
    for (let i = at; i < size; i += 1) toAfter += distance(values, i, moved)
    within += toBefore
    without -= toAfter
    between += toAfter - toBefore
    const [m, k] = [at, size - at]
    if (m < fewestBesideChange || k < fewestBesideChange) continue
    const spread = (2 * between) / (m * k) - within / ((m * (m - 1)) / 2) - without / ((k * (k - 1)) / 2)
    const q = ((m * k) / (m + k)) * spread
    if (best === undefined || q > best.q) best = { at, q }
  }
  return best
}

function distance(values: readonly number[], i: number, j: number): number {
  return Math.abs((values[i] ?? 0) - (values[j] ?? 0))
}

function permutationShare(
  values: readonly number[],
  segments: readonly Segment[],
  observed: number,
  { permutations, random }: ChangePointOptions,
): number {
  let asLarge = 0
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    const mixed = segments.flatMap(({ start, end }) => shuffled(values.slice(start, end), random))
    const split = bestSplit(mixed, segments)
    if (split !== undefined && split.q >= observed - rounding(observed)) asLarge += 1
  }
  // The order that was seen is one of all.
  return (asLarge + 1) / (permutations + 1)
}

/** Sums of the same distances in another order differ by this much at most. */
function rounding(size: number): number {
  return 1e-9 * Math.abs(size)
}

/** Fisher and Yates. */
function shuffled(values: number[], random: Random): number[] {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [a, b] = [values[last] ?? 0, values[other] ?? 0]
    values[last] = b
    values[other] = a
  }
  return values
}
