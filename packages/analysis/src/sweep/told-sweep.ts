import type { Sweep, SweepPoint } from '../sweep.ts'

/** A sweep before its findings. */
export type Swept = Pick<Sweep, 'name' | 'axes' | 'points' | 'rows' | 'method' | 'best'>

/** A figure of one point: measured, else simulated; `undefined` of what is neither. */
export function figureAt({ rows }: Swept, id: string, point: number): number | undefined {
  const row = rows.find((one) => one.id === id)
  return row?.values[point] ?? row?.simulated[point]?.middle
}

export function nameOf({ points }: Swept, point: number): string {
  return points[point]?.name ?? ''
}

export function goodputText(sweep: Swept, point: number): string {
  return rateText(figureAt(sweep, 'goodput', point) ?? 0)
}

export function rateText(perSecond: number): string {
  return `${rate.format(perSecond)}/s`
}

const rate = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 })

/** The points that are wanted and have a goodput, the highest first. */
export function byGoodput(sweep: Swept, wanted: (point: SweepPoint) => boolean): readonly number[] {
  return sweep.points
    .flatMap((point, place) => (wanted(point) && figureAt(sweep, 'goodput', place) !== undefined ? [place] : []))
    .sort((a, b) => (figureAt(sweep, 'goodput', b) ?? 0) - (figureAt(sweep, 'goodput', a) ?? 0))
}

/** As `broke http_req_failed: rate < 1%`. */
export function remarksText(point: SweepPoint | undefined): string {
  return point?.remarks.join(' and ') ?? ''
}
