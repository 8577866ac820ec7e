import type { Chart, ChartGroup, Heat, Line } from '../chart.ts'

/** Values in all charts of a page: about 4 MB of text. */
const mostInPage = 600_000

/**
 * The charts with so many points that the page stays small. Where points must go, each stretch of moments keeps two: the
 * lowest and the highest value of each line, in their order. No peak is lost, and none is averaged away.
 */
export function thinned(groups: readonly ChartGroup[], most = mostInPage): readonly ChartGroup[] {
  const overTime = groups.flatMap(({ charts }) => charts.filter(({ axis }) => axis === 'time'))
  const values = overTime.reduce((sum, chart) => sum + valuesIn(chart), 0)
  if (values <= most) return groups
  const together = 2 * Math.ceil(values / most)
  return groups.map((group) => ({
    ...group,
    charts: group.charts.map((chart) => (chart.axis === 'time' ? thinnedChart(chart, together) : chart)),
  }))
}

function valuesIn({ at, lines, heat }: Chart): number {
  return at.length * (1 + lines.length + (heat === undefined ? 0 : heat.edges.length / 2))
}

function thinnedChart(chart: Chart, together: number): Chart {
  const stretches = Array.from({ length: Math.ceil(chart.at.length / together) }, (_, stretch) => {
    const from = stretch * together
    const to = Math.min(chart.at.length, from + together)
    return { from, middle: Math.max(from + 1, Math.ceil((from + to) / 2)), to }
  })
  // A stretch of a single moment has one point.
  const points = <Value>(stretch: Stretch, first: Value, second: Value) =>
    stretch.to - stretch.from === 1 ? [second] : [first, second]
  return {
    ...chart,
    at: stretches.flatMap((stretch) =>
      points(stretch, chart.at[stretch.middle - 1] ?? 0, chart.at[stretch.to - 1] ?? 0),
    ),
    lines: chart.lines.map((line) => ({
      ...line,
      values: stretches.flatMap((stretch) => points(stretch, ...extremes(line, stretch))),
    })),
    ...(chart.heat && {
      heat: {
        edges: chart.heat.edges,
        counts: stretches.flatMap((stretch) => points(stretch, ...halves(chart.heat, stretch))),
      },
    }),
    thinnedBy: together,
  }
}

interface Stretch {
  readonly from: number
  readonly middle: number
  /** Exclusive. */
  readonly to: number
}

function extremes({ values }: Line, { from, to }: Stretch): [number | null, number | null] {
  let lowest: number | undefined
  let highest: number | undefined
  for (let place = from; place < to; place++) {
    const value = values[place] ?? null
    if (value === null) continue
    if (lowest === undefined || value < (values[lowest] ?? 0)) lowest = place
    if (highest === undefined || value > (values[highest] ?? 0)) highest = place
  }
  if (lowest === undefined || highest === undefined) return [null, null]
  const [first, second] = lowest <= highest ? [lowest, highest] : [highest, lowest]
  // Of a stretch with one point, it is the highest that is shown.
  return to - from === 1 ? [null, values[highest] ?? null] : [values[first] ?? null, values[second] ?? null]
}

/** The counts of each half, added up. */
function halves(heat: Heat | undefined, { from, middle, to }: Stretch): [readonly number[], readonly number[]] {
  const sum = (start: number, end: number) =>
    (heat?.counts[start] ?? []).map((_, band) =>
      (heat?.counts.slice(start, end) ?? []).reduce((all, counts) => all + (counts[band] ?? 0), 0),
    )
  return to - from === 1 ? [[], sum(from, to)] : [sum(from, middle), sum(middle, to)]
}
