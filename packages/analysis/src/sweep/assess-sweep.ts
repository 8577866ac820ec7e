import type { SweepPlan } from '@loadrun/plan'
import { blockLengthFor } from '../comparison/assess-windows.ts'
import { flatten } from '../comparison/configuration-differences.ts'
import { defaultTolerance } from '../comparison/tolerance.ts'
import type { Sweep, SweepPoint, SweepRow } from '../sweep.ts'
import { type Contender, findBest } from './find-best.ts'
import { sweepFindings } from './sweep-findings.ts'
import { sweepRows } from './sweep-rows.ts'
import { type SweptPoint, sweepPoint, valuesOf } from './swept-point.ts'

/**
 * What a sweep shows, as far as it has come: the points in the order of the plan. `onlySimulated`: nothing is to be run,
 * and simulations are all there is.
 */
export function assessSweep(
  { axes }: Pick<SweepPlan, 'axes'>,
  swept: readonly SweptPoint[],
  onlySimulated = false,
): Sweep {
  const points = swept.map((point) => sweepPoint(point, onlySimulated))
  const rows = sweepRows(swept)
  const runs = swept.flatMap((point) => point.runs)
  const best = findBest(
    points.flatMap((point, place) => contenderOf(swept[place], point, place, waitAt(rows, place))),
    defaultTolerance,
  )
  const said = {
    name: swept[0]?.plan.plan.name ?? '',
    axes,
    points,
    rows,
    method: methodOf(swept, onlySimulated),
    best,
  }
  return {
    version: 1,
    ...said,
    findings: sweepFindings(said, swept),
    configuration: commonConfiguration(swept, axes),
    startedAt: runs.map(({ startedAt }) => startedAt).sort()[0],
    host: runs[0]?.host,
  }
}

function contenderOf(
  swept: SweptPoint | undefined,
  { status }: SweepPoint,
  point: number,
  waitMs: number,
): readonly Contender[] {
  if (swept === undefined || (status !== 'passed' && status !== 'simulated')) return []
  const simulated = swept.simulations.map(({ goodputPerSecond }) => goodputPerSecond)
  const goodput = status === 'simulated' ? simulated : valuesOf(swept, 'goodput')
  if (goodput.length === 0) return []
  return [
    { point, goodput, straying: swept.runs[0]?.straying, simulated: status === 'simulated' ? [] : simulated, waitMs },
  ]
}

/** For how long 99 % of all requests waited at most, or as simulated 95 %. */
function waitAt(rows: readonly SweepRow[], place: number): number {
  const measured = rows.find(({ id }) => id === 'response-time-p99-all')?.values[place]
  return measured ?? rows.find(({ id }) => id === 'response-time-p95-all')?.simulated[place]?.middle ?? 0
}

function methodOf(swept: readonly SweptPoint[], onlySimulated: boolean): Sweep['method'] {
  if (onlySimulated) {
    return { kind: 'simulation', runs: Math.max(0, ...swept.map(({ simulations }) => simulations.length)) }
  }
  if (swept.some(({ runs }) => runs.length > 1)) return { kind: 'repeats' }
  const seconds = swept.flatMap(({ runs }) => runs.map((run) => run.seconds))
  return { kind: 'windows', blockSeconds: blockLengthFor(Math.min(...seconds)), unchangedRuns: 0 }
}

function commonConfiguration(swept: readonly SweptPoint[], axes: SweepPlan['axes']): Sweep['configuration'] {
  const flat = flatten(swept[0]?.plan.plan.configuration ?? {})
  const varied = (path: string) => axes.some((axis) => path === axis.path || path.startsWith(`${axis.path}.`))
  return [...flat].filter(([path]) => !varied(path)).map(([path, value]) => ({ path, value }))
}
