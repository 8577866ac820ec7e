import { percentileCurve as curveOf, type Histogram, type RunResult } from '@loadrun/metrics'
import { type Chart, type Line, rounded } from '../chart.ts'
import { timingOf } from '../timing.ts'
import { outcomes } from '../totals.ts'

const pointsPerNine = 10

/** Response time by percentile, on HdrHistogram's axis that gives each further nine the same room. */
export function percentileCurve({ total }: RunResult): Chart {
  const lines = [
    line({ label: 'successes', colour: 'green', stroke: 'solid' }, timingOf(outcomes(total, 'ok').map(responseTime))),
    line(
      { label: 'failures', colour: 'vermilion', stroke: 'dashed' },
      timingOf(outcomes(total, 'failed').map(responseTime)),
    ),
  ]
  const longest = Math.max(...lines.map(({ values }) => values.length))
  return {
    id: 'percentile-curve',
    title: 'Response time by percentile',
    meaning:
      'Of all requests that ended that way, how many were at most this slow. Each further nine has a tenth of the requests left.',
    unit: 'ms',
    axis: 'percentile',
    at: Array.from({ length: longest }, (_, point) => Number((10 ** (point / pointsPerNine)).toPrecision(6))),
    lines: lines.map((known) => ({
      ...known,
      values: Array.from({ length: longest }, (_, point) => known.values[point] ?? null),
    })),
    marks: [],
    wide: true,
  }
}

function responseTime(part: Readonly<{ responseTime: string }>): string {
  return part.responseTime
}

/** Without the curve's last point, 100 %, which has no place on a logarithmic axis. */
function line(look: Pick<Line, 'label' | 'colour' | 'stroke'>, timing: Histogram | undefined): Line {
  const curve = timing === undefined ? [] : curveOf(timing, pointsPerNine).slice(0, -1)
  return { ...look, values: curve.map(({ ms }) => rounded(ms)) }
}
