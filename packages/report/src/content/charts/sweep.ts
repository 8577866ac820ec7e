import type { Sweep, SweepAxis, SweepRow } from '@loadrun/analysis'
import { type Chart, type ChartGroup, type Line, rounded, type ValueScale } from '../chart.ts'
import { looks } from './looks.ts'

/** Every figure that moves, over what was varied. */
export function sweepCharts(sweep: Sweep): readonly ChartGroup[] {
  const [axis] = sweep.axes
  if (axis === undefined) return []
  const shown = sweep.rows
    .filter((row) => !leftOut.has(row.id) && showsAnything(row))
    .sort((a, b) => Number(b.id === chosenBy) - Number(a.id === chosenBy))
  const groups = Map.groupBy(shown, ({ id }) => groupOf(id))
  return groupTitles.flatMap(([id, title]) => {
    const charts = (groups.get(id) ?? []).map((row) => chartOf(row, sweep, axis))
    return charts.length === 0 ? [] : [{ id, title, charts }]
  })
}

const groupTitles = [
  ['clients', 'What clients got'],
  ['tiers', 'Tiers'],
  ['sockets', 'TCP states'],
] as const

/** The figure that decides which point is best. */
const chosenBy = 'goodput'

/** Told by the share of requests that were served. */
const leftOut: ReadonlySet<string> = new Set(['failed'])

const clientFigure = /^(goodput|served-share|dropped-iterations|response-time-.*)$/

function groupOf(id: string): (typeof groupTitles)[number][0] {
  if (clientFigure.test(id)) return 'clients'
  return id.includes(' → ') ? 'sockets' : 'tiers'
}

function showsAnything({ values, simulated }: SweepRow): boolean {
  return values.some((value) => value !== undefined && value !== 0) || simulated.some((one) => one !== undefined)
}

function chartOf(row: SweepRow, sweep: Sweep, axis: SweepAxis): Chart {
  const { order, at, scale } = scaleOf(axis)
  return {
    id: row.id.replaceAll(/[^\w-]+/g, '-'),
    title: row.label,
    meaning: meaningOf(row, sweep.axes.length === 1),
    unit: row.unit,
    axis: 'value',
    scale,
    at,
    lines: sweep.axes.length === 1 ? linesOfOneAxis(row, sweep, order) : linesOfGrid(row, sweep, order),
    marks: [],
    wide: row.id === chosenBy,
  }
}

function meaningOf({ id, note = '', simulated }: SweepRow, showsSimulated: boolean): string {
  const noted = note === '' ? '' : `${note.charAt(0).toUpperCase()}${note.slice(1)}.`
  const said = id === chosenBy ? 'Requests that succeeded, per second of the load.' : noted
  return showsSimulated && simulated.some((one) => one !== undefined)
    ? `${said} Dashed: the lowest and highest of simulations of each plan.`.trim()
    : said
}

/** From this ratio of the largest to the smallest value on, a linear axis would show the small ones as one. */
const logarithmicFrom = 20

/** Numbers by size; other values in the order in which they were given. `order`: the places of the values, from left to right. */
function scaleOf({ name, values, positions }: SweepAxis): {
  order: readonly number[]
  at: readonly number[]
  scale: ValueScale
} {
  if (positions === undefined) {
    const order = values.map((_, place) => place)
    return { order, at: order, scale: { name, ticks: values, spacing: 'even' } }
  }
  const order = values.map((_, place) => place).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0))
  const at = order.map((place) => positions[place] ?? 0)
  const [least = 0, most = 0] = [at[0], at.at(-1)]
  const spacing = least > 0 && most / least >= logarithmicFrom ? 'logarithmic' : 'linear'
  return { order, at, scale: { name, ticks: order.map((place) => values[place] ?? ''), spacing } }
}

/** What was measured, between the lowest and the highest run; what was measured and is not trusted; and simulations. */
function linesOfOneAxis(row: SweepRow, { points }: Sweep, order: readonly number[]): readonly Line[] {
  const counts = (place: number) => points[place]?.status === 'passed' || points[place]?.status === 'failed'
  const drawn = (of: (place: number) => number | undefined) => order.map((place) => rounded(of(place)))
  const lines: readonly Line[] = [
    {
      label: 'measured',
      colour: 'blue',
      stroke: 'solid',
      dots: true,
      values: drawn((place) => (counts(place) ? row.values[place] : undefined)),
    },
    ...(['lowest', 'highest'] as const).map(
      (end): Line => ({
        label: `${end} run`,
        colour: 'sky',
        stroke: 'dotted',
        values: drawn((place) => {
          const runs = counts(place) ? (row.repeats[place] ?? []) : []
          return runs.length < 2 ? undefined : end === 'lowest' ? Math.min(...runs) : Math.max(...runs)
        }),
      }),
    ),
    {
      label: 'measured, without a verdict',
      colour: 'grey',
      stroke: 'dotted',
      dots: true,
      values: drawn((place) => (counts(place) ? undefined : row.values[place])),
    },
    ...(['low', 'high'] as const).map(
      (end): Line => ({
        label: `simulated, ${end === 'low' ? 'lowest' : 'highest'}`,
        colour: 'orange',
        stroke: 'dashed',
        values: drawn((place) => row.simulated[place]?.[end]),
      }),
    ),
  ]
  return lines.filter(({ values }) => values.some((value) => value !== null))
}

/** A line for each combination of the other axes' values; simulated where nothing was measured. */
function linesOfGrid(row: SweepRow, { axes, points }: Sweep, order: readonly number[]): readonly Line[] {
  const others = Map.groupBy(points.keys(), (point) =>
    axes
      .slice(1)
      .map(({ name, values }, axis) => `${name}=${values[points[point]?.places[axis + 1] ?? 0]}`)
      .join(', '),
  )
  return [...others].map(([label, places], line) => {
    const [colour, stroke] = looks[line % looks.length] ?? ['grey', 'solid']
    const values = order.map((value) => {
      const point = places.find((place) => points[place]?.places[0] === value)
      return point === undefined ? null : rounded(row.values[point] ?? row.simulated[point]?.middle)
    })
    return { label, colour, stroke, dots: true, values }
  })
}
