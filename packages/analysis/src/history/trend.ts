import { createRandom } from '@loadrun/random'
import { alpha } from '../comparison/decide.ts'
import { defaultTolerance, toleranceOf } from '../comparison/tolerance.ts'
import type { ComparisonRow } from '../comparison.ts'
import { medianOf } from '../statistics/median.ts'
import { changePoints } from './change-points.ts'
import type { KeptFigure, KeptRun } from './kept-run.ts'

/** One figure over the commits that it was measured at. */
export interface Trend {
  readonly figure: Omit<KeptFigure, 'value'>
  /** In the order of time. */
  readonly points: readonly TrendPoint[]
  readonly changes: readonly TrendChange[]
}

/** The runs of one commit that followed each other, as one value. */
export interface TrendPoint {
  readonly commit: KeptRun['commit']
  /** Of the first of its runs: ISO 8601, UTC. */
  readonly startedAt: string
  /** Of each run. */
  readonly values: readonly number[]
  readonly median: number
}

/** From one point on, the figure is another. */
export interface TrendChange {
  /** The place of the first point that is different. */
  readonly at: number
  /** Medians of the points from the change before to this one, and from this one to the next. */
  readonly before: number
  readonly after: number
  readonly pValue: number
  readonly verdict: 'better' | 'worse' | 'changed'
}

const permutations = 499

/** The same seed each time: a history that is looked at again says the same again. */
const seed = 1

/** More would take long to shuffle, and what was so long ago is not asked for. */
const mostPoints = 300

/** One figure of the runs that can be trusted; `undefined` where none has it. Changes within the tolerance are none. */
export function trendOf(runs: readonly KeptRun[], figureId: string): Trend | undefined {
  const measured = runs
    .filter(({ outcome }) => outcome === 'passed' || outcome === 'failed')
    .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
    .flatMap((run) => {
      const found = run.figures.find(({ id }) => id === figureId)
      return found === undefined ? [] : [{ run, found }]
    })
  const last = measured.at(-1)?.found
  if (last === undefined) return undefined
  const { value: _, ...figure } = last
  const points = pointsOf(measured.map(({ run, found }) => ({ run, value: found.value }))).slice(-mostPoints)
  return { figure, points, changes: changesIn(points, figure) }
}

function pointsOf(measured: readonly { run: KeptRun; value: number }[]): readonly TrendPoint[] {
  const groups: { run: KeptRun; values: number[] }[] = []
  for (const { run, value } of measured) {
    const group = groups.at(-1)
    if (group !== undefined && isSameCommit(group.run, run)) group.values.push(value)
    else groups.push({ run, values: [value] })
  }
  return groups.map(({ run: { commit, startedAt }, values }) => ({
    commit,
    startedAt,
    values,
    median: medianOf(values) ?? Number.NaN,
  }))
}

/** What was changed and not committed is known to nobody. */
function isSameCommit({ commit: one }: KeptRun, { commit: other }: KeptRun): boolean {
  return one !== undefined && other !== undefined && one.hash === other.hash && !one.dirty && !other.dirty
}

function changesIn(points: readonly TrendPoint[], { unit, better }: Trend['figure']): readonly TrendChange[] {
  const medians = points.map(({ median }) => median)
  const found = changePoints(medians, { alpha, permutations, random: createRandom(seed) })
  return found.flatMap(({ at, pValue }, place) => {
    const before = medianOf(medians.slice(found[place - 1]?.at ?? 0, at)) ?? Number.NaN
    const after = medianOf(medians.slice(at, found[place + 1]?.at)) ?? Number.NaN
    if (Math.abs(after - before) <= toleranceOf(unit, before, defaultTolerance)) return []
    return [{ at, before, after, pValue, verdict: verdictOf(after - before, better) }]
  })
}

function verdictOf(shift: number, better: ComparisonRow['better']): TrendChange['verdict'] {
  if (better === 'neither') return 'changed'
  return shift > 0 === (better === 'higher') ? 'better' : 'worse'
}
