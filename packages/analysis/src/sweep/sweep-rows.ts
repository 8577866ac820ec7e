import type { Prediction } from '../prediction/simulations.ts'
import { medianOf } from '../statistics/median.ts'
import type { SweepRow } from '../sweep.ts'
import { type SweptPoint, spreadOf, valuesOf } from './swept-point.ts'
import type { SweptFigure } from './swept-run.ts'

/** Every figure that at least one point has, in the order of the comparison's. */
export function sweepRows(points: readonly SweptPoint[]): readonly SweepRow[] {
  const simulated = points.map(simulatedFigures)
  const known = new Map<string, FigureMeaning>()
  const measured = points.flatMap(({ runs }) =>
    runs.flatMap(({ figures }) => figures.map(({ value: _, ...one }) => one)),
  )
  for (const figure of [...measured, ...simulated.flat().map(({ figure }) => figure)]) {
    if (!known.has(figure.id)) known.set(figure.id, figure)
  }
  return [...known.values()].map((figure) => {
    const repeats = points.map((point) => valuesOf(point, figure.id))
    return {
      ...figure,
      values: repeats.map(medianOf),
      repeats,
      simulated: simulated.map((all) => spreadOf(all.find((one) => one.figure.id === figure.id)?.values ?? [])),
    }
  })
}

type FigureMeaning = Omit<SweptFigure, 'value'>

interface SimulatedFigure {
  readonly figure: FigureMeaning
  readonly values: readonly number[]
}

/** The figures of the comparison that simulations have too, under the same names. */
function simulatedFigures({ plan: { plan }, simulations }: SweptPoint): readonly SimulatedFigure[] {
  if (simulations.length === 0) return []
  const server = plan.topology.find(({ kind }) => kind === 'limited-server')?.name ?? ''
  const of = (figure: SimulatedFigure['figure'], value: (one: Prediction) => number) => ({
    figure,
    values: simulations.map(value),
  })
  return [
    of(
      { id: 'served-share', label: 'Client requests served', unit: 'share', better: 'higher' },
      ({ servedShare }) => servedShare,
    ),
    of(
      { id: 'goodput', label: 'Goodput', unit: 'perSecond', better: 'higher' },
      ({ goodputPerSecond }) => goodputPerSecond,
    ),
    of(
      { id: 'response-time-p95-all', label: 'Response time p95, all requests', unit: 'ms', better: 'lower' },
      ({ responseTimeP95Ms }) => responseTimeP95Ms,
    ),
    of(
      {
        id: `${server}-refused-share`,
        label: `${server}: connections refused at the limit`,
        unit: 'share',
        better: 'lower',
      },
      ({ refusedShare }) => refusedShare,
    ),
  ]
}
