import type { ComparedSide } from '@loadrun/analysis'
import { percentileCurve as curveOf, type Metrics, type RunResult } from '@loadrun/metrics'
import { type Chart, type Line, rounded } from '../chart.ts'
import { timingOf } from '../timing.ts'
import { type Outcome, outcomes } from '../totals.ts'

const pointsPerNine = 10

type Look = Omit<Line, 'values'>

const meaning =
  'Of all requests that ended that way, how many were at most this slow. Each further nine has a tenth of the requests left.'

/** Response time by percentile, on HdrHistogram's axis that gives each further nine the same room. */
export function percentileCurve({ total }: RunResult): Chart {
  return curveChart('percentile-curve', 'Response time by percentile', [
    line({ label: 'successes', colour: 'green', stroke: 'solid' }, total, 'ok'),
    line({ label: 'failures', colour: 'vermilion', stroke: 'dashed' }, total, 'failed'),
  ])
}

/** The curves of each side's typical run laid over each other, of successes and of failures. */
export function comparedCurves(
  sides: readonly ComparedSide[],
  looks: readonly (readonly [Line['colour'], Line['stroke']])[],
): readonly Chart[] {
  const curves = (outcome: Outcome) =>
    sides.map(({ name, typical }, place) => {
      const [colour, stroke] = looks[place % looks.length] ?? ['grey', 'solid']
      return line({ label: name, verbatim: true, colour, stroke }, typical.total, outcome)
    })
  return [
    curveChart('percentiles-ok', 'Response time of successes by percentile', curves('ok')),
    curveChart('percentiles-failed', 'Response time of failures by percentile', curves('failed')),
  ]
}

function curveChart(id: string, title: string, lines: readonly Line[]): Chart {
  const longest = Math.max(...lines.map(({ values }) => values.length))
  return {
    id,
    title,
    meaning,
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

/** Without the curve's last point, 100 %, which has no place on a logarithmic axis. */
function line(look: Look, total: Metrics, outcome: Outcome): Line {
  const timing = timingOf(outcomes(total, outcome).map((part) => part.responseTime))
  const curve = timing === undefined ? [] : curveOf(timing, pointsPerNine).slice(0, -1)
  return { ...look, values: curve.map(({ ms }) => rounded(ms)) }
}
