import type { Finding, Measured, RunResult, Verdict } from '@loadrun/metrics'
import { type Straying, strayingOf } from '../comparison/assess-windows.ts'
import { type ComparedFigure, comparedFigures } from '../comparison/compared-figures.ts'
import { quotient, requestWindows } from '../comparison/windows.ts'
import { withoutWarmUp } from '../figures/warm-up.ts'
import type { SweepRow } from '../sweep.ts'

/** What a sweep keeps of a finished run: little, since there may be hundreds. */
export interface SweptRun {
  /** Where its result lies, from the sweep's own folder. */
  readonly folder: string
  readonly outcome: RunResult['judgement']['outcome']
  /** The thresholds it broke, or the doubts about it. */
  readonly remarks: readonly string[]
  readonly figures: readonly SweptFigure[]
  /** How far its goodput strays within it; `undefined` of runs that are too short to tell. */
  readonly straying: Straying | undefined
  /** One-second windows. */
  readonly seconds: number
  readonly findings: readonly Finding[]
  readonly startedAt: string
  readonly host: Measured['host']
}

export type SweptFigure = Pick<SweepRow, 'id' | 'label' | 'unit' | 'better' | 'note'> & { readonly value: number }

const okColumn = 0
const secondsColumn = 3

export function sweptRun(result: RunResult, folder: string): SweptRun {
  const { judgement, startedAt, host } = result
  const counted = withoutWarmUp(result)
  const goodput = {
    unit: 'perSecond',
    windowed: { windowsOf: requestWindows, figure: quotient(okColumn, secondsColumn) },
  } as const
  const windows = requestWindows(counted)
  return {
    folder,
    outcome: judgement.outcome,
    remarks: judgement.outcome === 'failed' ? judgement.verdicts.flatMap(brokenText) : judgement.doubts,
    figures: comparedFigures([result]).flatMap((figure) => figureOf(figure, counted)),
    straying: windows && strayingOf(windows, [goodput])[0],
    seconds: counted.intervals.length,
    findings: judgement.findings,
    startedAt,
    host,
  }
}

function figureOf(figure: ComparedFigure, result: RunResult): readonly SweptFigure[] {
  const value = figure.of(result)
  if (value === undefined) return []
  const { id, label, unit, better, note } = figure
  return [{ id, label, unit, better, value, ...(note === undefined ? {} : { note }) }]
}

function brokenText({ threshold, status }: Verdict): readonly string[] {
  if (status === 'pass') return []
  return [status === 'fail' ? `broke ${threshold.source}` : `had no data for ${threshold.source}`]
}
