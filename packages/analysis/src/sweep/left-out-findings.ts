import type { Finding } from '@loadrun/metrics'
import type { SweepPoint } from '../sweep.ts'
import { byGoodput, figureAt, goodputText, nameOf, remarksText, type Swept } from './told-sweep.ts'

/** Points that would have served more, if they had kept what the thresholds promise. */
export function promisesBroken(sweep: Swept): readonly Finding[] {
  const { best, points } = sweep
  if (best === undefined) return []
  const least = figureAt(sweep, 'goodput', best.point) ?? 0
  return byGoodput(sweep, ({ status }) => status === 'failed')
    .filter((point) => (figureAt(sweep, 'goodput', point) ?? 0) > least)
    .map((point) => ({
      id: 'sweep-broke-thresholds',
      sentence: `${nameOf(sweep, point)} served more (${goodputText(sweep, point)}), but ${remarksText(points[point])}.`,
      figures: { goodputPerSecond: figureAt(sweep, 'goodput', point) ?? 0 },
    }))
}

const leftOutWords: Readonly<Partial<Record<SweepPoint['status'], string>>> = {
  untrusted: 'cannot be trusted, so it may not be best',
  interrupted: 'was interrupted, so it may not be best',
  'could-not-run': 'could not be run',
}

/** Points without a verdict, and why. */
export function leftOut({ points }: Swept): readonly Finding[] {
  const notRun = points.filter(({ status }) => status === 'not-run')
  return [
    ...points.flatMap((point) => {
      const words = leftOutWords[point.status]
      if (words === undefined) return []
      const reason = point.remarks[0] === undefined ? '.' : `: ${point.remarks[0]}`
      return [{ id: 'sweep-left-out', sentence: `${point.name} ${words}${reason}`, figures: {} }]
    }),
    ...(notRun.length === 0
      ? []
      : [
          {
            id: 'sweep-not-run',
            sentence: `Not run: ${notRun.map(({ name }) => name).join(', ')}.`,
            figures: {},
          },
        ]),
  ]
}
