import type { Assessment, ComparisonRow, Method, Side } from '../comparison.ts'
import { holm } from '../statistics/holm.ts'
import { medianOf } from '../statistics/median.ts'
import { assessRepeats } from './assess-repeats.ts'
import { assessWindows, blockLengthFor, type Straying, strayingOf } from './assess-windows.ts'
import { type ComparedFigure, comparedFigures } from './compared-figures.ts'
import { decide, type Evidence } from './decide.ts'
import { fewestThatCanDecide, repeatsToDecide } from './repeats-to-decide.ts'

/** A figure with what each run of each side came to. */
interface Measurements {
  readonly figure: ComparedFigure
  readonly repeats: readonly (readonly number[])[]
  /** Of each group of runs of which nothing was changed. */
  readonly unchanged: readonly (readonly number[])[]
}

/** By how many runs there are: whole runs where a side has several, else windows within the only ones. */
export function methodFor(sides: readonly Side[], unchanged: readonly Side['runs'][]): Method {
  if (sides.some(({ runs }) => runs.length > 1)) return { kind: 'repeats' }
  const seconds = Math.min(...sides.map(({ runs }) => runs[0]?.intervals.length ?? 0))
  return { kind: 'windows', blockSeconds: blockLengthFor(seconds), unchangedRuns: unchanged.flat().length }
}

/** Every figure that at least one run has, with what may be said of the first side and each other. */
export function judgedRows(
  sides: readonly Side[],
  method: Method,
  tolerance: number,
  unchanged: readonly Side['runs'][],
): readonly ComparisonRow[] {
  const measured = comparedFigures(sides.flatMap(({ runs }) => runs))
    .map(
      (figure): Measurements => ({
        figure,
        repeats: sides.map(({ runs }) => valuesOf(figure, runs)),
        unchanged: unchanged.map((runs) => valuesOf(figure, runs)),
      }),
    )
    .filter(({ repeats }) => repeats.some((values) => values.length > 0))
  const evidenceOf = method.kind === 'repeats' ? repeatEvidence(tolerance) : windowEvidence(measured, sides, tolerance)
  const others = sides.slice(1).map((_, place) => judgedPair(measured, place + 1, evidenceOf))
  return measured.map(({ figure: { of: _, windowed: __, ...row }, repeats }, place) => ({
    ...row,
    values: repeats.map(medianOf),
    repeats,
    assessments: others.map((assessments) => assessments[place]),
  }))
}

function valuesOf({ of }: ComparedFigure, runs: Side['runs']): readonly number[] {
  return runs.flatMap((run) => of(run) ?? [])
}

/** What a figure's values show of the first side and the one at `other`. */
type EvidenceOf = (measurements: Measurements, other: number) => Evidence | undefined

function repeatEvidence(tolerance: number): EvidenceOf {
  return ({ figure, repeats, unchanged }, other) =>
    assessRepeats(figure.unit, repeats[0] ?? [], repeats[other] ?? [], tolerance, unchanged)
}

function windowEvidence(measured: readonly Measurements[], sides: readonly Side[], tolerance: number): EvidenceOf {
  const figures = measured.map(({ figure }) => figure)
  const bySide = sides.map(({ runs: [run] }) => (run === undefined ? new Map() : strayings(run, figures)))
  return ({ figure, repeats, unchanged }, other) => {
    const at = (side: number) => {
      const value = repeats[side]?.[0]
      const straying: Straying | undefined = bySide[side]?.get(figure.id)
      return value === undefined || straying === undefined ? undefined : { value, straying }
    }
    const [before, after] = [at(0), at(other)]
    return before && after && assessWindows(figure.unit, before, after, tolerance, unchanged)
  }
}

/** By figure: those that share their windows are resampled together. */
function strayings(run: Side['runs'][number], figures: readonly ComparedFigure[]): ReadonlyMap<string, Straying> {
  const windowed = figures.flatMap(({ id, unit, windowed: one }) =>
    one === undefined ? [] : [{ id, unit, windowed: one }],
  )
  const found = new Map<string, Straying>()
  for (const [windowsOf, group] of Map.groupBy(windowed, (one) => one.windowed.windowsOf)) {
    const windows = windowsOf(run)
    if (windows === undefined) continue
    for (const [place, straying] of strayingOf(windows, group).entries()) {
      const id = group[place]?.id
      if (straying !== undefined && id !== undefined) found.set(id, straying)
    }
  }
  return found
}

/** All figures of one pair of sides; those that decide are corrected for their number. */
function judgedPair(
  measured: readonly Measurements[],
  other: number,
  evidenceOf: EvidenceOf,
): readonly (Assessment | undefined)[] {
  const evidence = measured.map((one) => evidenceOf(one, other))
  const family = measured.flatMap(({ figure, repeats }, place) =>
    figure.decisive && evidence[place] !== undefined && varies([...(repeats[0] ?? []), ...(repeats[other] ?? [])])
      ? [place]
      : [],
  )
  const corrected = holm(family.map((place) => evidence[place]?.pValue ?? 1))
  return measured.map(({ figure, repeats }, place) => {
    const found = evidence[place]
    if (found === undefined) return undefined
    const rank = family.indexOf(place)
    const judged = rank < 0 ? found : { ...found, pValue: corrected[rank] ?? 1 }
    const verdict = decide(judged, figure.better)
    if (verdict !== 'inconclusive') return { ...judged, verdict }
    const judgedTogether = rank < 0 ? 1 : family.length
    const runs = [repeats[0] ?? [], repeats[other] ?? []] as const
    const single = runs.every((values) => values.length <= 1)
    const needed = single
      ? fewestThatCanDecide(judgedTogether)
      : repeatsToDecide(judged, runs[0], runs[1], judgedTogether)
    return { ...judged, verdict, repeatsToDecide: needed }
  })
}

/** A figure that is the same in every run, such as no arrival dropped, is no question that an answer is paid for. */
function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0])
}
