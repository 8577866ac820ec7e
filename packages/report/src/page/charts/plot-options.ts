import uPlot from 'uplot'
import type { Chart, Line, ValueScale } from '../../content/chart.ts'
import { clockText, momentText } from '../../wording/duration.ts'
import { quantityText } from '../../wording/quantity.ts'
import type { Timeline } from './timeline.ts'

export const heightOf = (chart: Chart): number => (chart.heat !== undefined ? 300 : chart.wide === true ? 260 : 210)

/** A chart as uPlot wants it. Colours are read when drawn, so that a change of theme needs only a redraw. */
export function plotOptions(
  chart: Chart,
  look: Readonly<{ width: number; logarithmic: boolean; hidden: ReadonlySet<string> }>,
  timeline: Timeline | undefined,
  hooks: uPlot.Hooks.Arrays,
): uPlot.Options {
  return {
    width: look.width,
    height: heightOf(chart),
    padding: [16, chart.axis === 'percentile' ? 32 : 22, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: timeline !== undefined, y: false, setScale: false, dist: 6 },
      y: false,
      points: { size: 7, width: 2 },
      bind: {
        dblclick: () => () => {
          timeline?.reset()
          return null
        },
      },
    },
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: xScale(chart, timeline),
      y: yScale(chart, look.logarithmic),
    },
    axes: [xAxis(chart), yAxis(chart)],
    series: [{}, ...chart.lines.map((line) => seriesOf(line, !look.hidden.has(line.label)))],
    hooks,
  }
}

function xScale(chart: Chart, timeline: Timeline | undefined): uPlot.Scale {
  if (chart.scale !== undefined) return valueScale(chart.scale.spacing)
  if (chart.axis === 'percentile' || timeline === undefined) return { time: false, distr: 3 }
  return { time: false, range: () => [timeline.range.from, timeline.range.to] }
}

/** With room at both ends, so that the first and the last value do not lie on the frame. */
function valueScale(spacing: ValueScale['spacing']): uPlot.Scale {
  if (spacing === 'logarithmic') return { time: false, distr: 3, range: (_plot, min, max) => [min / 1.3, max * 1.3] }
  const room = (min: number, max: number) => (spacing === 'even' ? 0.5 : (max - min) * 0.06 || 1)
  return { time: false, range: (_plot, min, max) => [min - room(min, max), max + room(min, max)] }
}

function yScale(chart: Chart, logarithmic: boolean): uPlot.Scale {
  const { heat } = chart
  if (heat !== undefined) return { distr: 3, range: () => [heat.edges[0] ?? 1, heat.edges.at(-1) ?? 10] }
  if (logarithmic) return chart.unit === 'ms' ? { distr: 3 } : { distr: 4, range: (_plot, _min, max) => [0, max * 1.2] }
  const highestMark = Math.max(0, ...chart.marks.map(({ value }) => value))
  return { range: (_plot, _min, max) => [0, Math.max(max, highestMark) * 1.08 || 1] }
}

function xAxis(chart: Chart): uPlot.Axis {
  return {
    stroke: () => colour('muted'),
    font: axisFont,
    grid: { show: false },
    ticks: { stroke: () => colour('line'), width: 1, size: 5 },
    space: 64,
    size: 34,
    ...(chart.scale !== undefined
      ? {
          splits: () => [...chart.at],
          values: (plot) => readableTicks(plot, chart),
        }
      : chart.axis === 'percentile'
        ? {
            splits: (_plot, _axis, _min, max) => powersOfTen(max),
            values: (_plot, splits) => splits.map(percentileText),
          }
        : { incrs: wholeSeconds, values: (_plot, splits) => splits.map((seconds) => clockText(seconds * 1000)) }),
  }
}

/** The names of the values, without those that would be written over one another. */
function readableTicks(plot: uPlot, chart: Chart): string[] {
  let free = Number.NEGATIVE_INFINITY
  return chart.at.map((at, index) => {
    const text = chart.scale?.ticks[index] ?? ''
    const middle = plot.valToPos(at, 'x')
    const half = text.length * 3.6
    if (middle - half < free) return ''
    free = middle + half + 8
    return text
  })
}

/** A clock shows no parts of a second, so that two marks within one would read the same. */
const wholeSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

/** Wide enough for nearly every value, so that moments lie below each other in charts below each other. */
const narrowestAxis = 56

function yAxis(chart: Chart): uPlot.Axis {
  return {
    stroke: () => colour('muted'),
    font: axisFont,
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { show: false },
    space: 38,
    size: (plot, values) => {
      plot.ctx.font = `${12 * uPlot.pxRatio}px ${fontFamily}`
      const widest = Math.max(0, ...(values ?? []).map((text) => (text ? plot.ctx.measureText(text).width : 0)))
      return Math.max(narrowestAxis, Math.ceil(widest / uPlot.pxRatio) + 14)
    },
    values: (_plot, splits) => splits.map((value) => (value === null ? '' : axisText(value, chart))),
  }
}

function axisText(value: number, chart: Chart): string {
  if (chart.unit === 'perSecond') return quantityText(value, 'count')
  if (chart.unit === 'ms' && value === 0) return '0'
  return quantityText(value, chart.unit).replace(/\.0+(?= )/, '')
}

function seriesOf(line: Line, show: boolean): uPlot.Series {
  return {
    label: line.label,
    show,
    stroke: () => colour(line.colour),
    points: line.dots === true ? { show: true, size: 8, fill: () => colour(line.colour) } : { show: false },
    ...strokes[line.stroke],
  }
}

const strokes: Readonly<Record<Line['stroke'], Pick<uPlot.Series, 'width' | 'dash' | 'alpha'>>> = {
  solid: { width: 1.8 },
  broad: { width: 6, alpha: 0.38 },
  dashed: { width: 1.6, dash: [7, 5] },
  dotted: { width: 1.6, dash: [2, 3] },
}

const fontFamily = 'ui-sans-serif, system-ui, sans-serif'
const axisFont = `12px ${fontFamily}`

function powersOfTen(max: number): number[] {
  const powers: number[] = []
  for (let power = 1; power <= max * 1.01; power *= 10) powers.push(power)
  return powers
}

/** What stands at a place of the chart's axis: `12 s`, `99.9 %`, or the value that was varied. */
export function pointText(chart: Chart, index: number): string {
  const at = chart.at[index] ?? 0
  if (chart.scale !== undefined) return chart.scale.ticks[index] ?? ''
  return chart.axis === 'time' ? momentText(at * 1000) : percentileText(at)
}

/** `1 / (1 - share)` as a percentile: 1 is 0 %, 1000 is 99.9 %. */
function percentileText(point: number): string {
  if (point <= 1) return '0 %'
  const nines = Math.max(0, Math.ceil(Math.log10(point)) - 2)
  return `${(100 * (1 - 1 / point))
    .toFixed(nines)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')} %`
}

/** A colour by its name in the style sheet, as it is in the present theme. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || '#888'
}
