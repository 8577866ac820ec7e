import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import type { Chart } from '../../content/chart.ts'
import { onThemeChange } from '../appearance/theme.ts'
import { Legend, type Readings } from './legend.tsx'
import { drawMarks } from './marks.ts'
import { heightOf, plotOptions } from './plot-options.ts'
import { summaryText } from './summary-text.ts'
import { TableTwin } from './table-twin.tsx'
import type { Timeline } from './timeline.ts'
import { useWidth } from './use-width.ts'

/** A chart with its legend, and its figures as a table for those who cannot or will not read curves. */
export function ChartFigure({ chart, timeline }: { chart: Chart; timeline: Timeline }) {
  const shared = chart.axis === 'time' ? timeline : undefined
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const readings = useRef<Readings | undefined>(undefined)
  const width = useWidth(place)
  const [logarithmic, setLogarithmic] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => hiddenAtFirst(chart))

  useLayoutEffect(() => {
    if (place.current === null || width === 0) return
    const drawn = new uPlot(
      plotOptions(chart, { width, logarithmic, hidden }, shared, {
        draw: [(u) => drawMarks(u, chart)],
        setLegend: [(u) => readings.current?.show(u.cursor.idx ?? undefined)],
        setCursor: [(u) => shared?.point(pointedAt(u))],
        setSelect: [(u) => zoomToSelection(u, shared)],
      }),
      [[...chart.at], ...chart.lines.map(({ values }) => [...values])],
      place.current,
    )
    plot.current = drawn
    const unfollow = shared?.follow({
      showCursor: (seconds) => {
        if (seconds === pointedAt(drawn)) return
        drawn.setCursor({ left: seconds === undefined ? -10 : drawn.valToPos(seconds, 'x'), top: 0 }, false)
      },
      showRange: ({ from, to }) => drawn.setScale('x', { min: from, max: to }),
    })
    const unwatch = onThemeChange(() => drawn.redraw(false))
    return () => {
      unfollow?.()
      unwatch()
      drawn.destroy()
    }
  }, [chart, width, logarithmic])

  const toggle = (index: number, label: string) => {
    const show = hidden.has(label)
    plot.current?.setSeries(index + 1, { show })
    setHidden(new Set(show ? [...hidden].filter((other) => other !== label) : [...hidden, label]))
  }

  return (
    <figure class={chart.wide === true ? 'chart wide' : 'chart'} id={`chart-${chart.id}`}>
      <figcaption>
        <div class="chart-title">
          <h4>{chart.title}</h4>
          {chart.unit === 'ms' || chart.unit === 'count' ? (
            <button
              type="button"
              class="quiet"
              aria-pressed={logarithmic}
              aria-label={`${chart.title}: logarithmic scale`}
              onClick={() => setLogarithmic(!logarithmic)}
            >
              log scale
            </button>
          ) : null}
        </div>
        <p>{chart.meaning}</p>
      </figcaption>
      <Legend chart={chart} hidden={hidden} readings={readings} onToggle={toggle} />
      <div
        class="plot"
        ref={place}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the cursor of the chart
        tabIndex={0}
        aria-label={summaryText(chart)}
        style={{ minHeight: `${heightOf(chart)}px` }}
        onKeyDown={(event) => {
          if (shared !== undefined && steer(shared, chart, event.key)) event.preventDefault()
        }}
        onBlur={() => shared?.point(undefined)}
      />
      <TableTwin chart={chart} />
    </figure>
  )
}

function hiddenAtFirst(chart: Chart): ReadonlySet<string> {
  return new Set(chart.lines.filter((line) => line.hidden === true).map(({ label }) => label))
}

function pointedAt(plot: uPlot): number | undefined {
  const left = plot.cursor.left ?? -1
  return left < 0 ? undefined : plot.posToVal(left, 'x')
}

function zoomToSelection(plot: uPlot, timeline: Timeline | undefined): void {
  const { left, width } = plot.select
  if (width <= 0) return
  timeline?.zoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') })
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}

/** Moves the cursor and the zoom by keys; says whether the key meant anything. */
function steer(timeline: Timeline, chart: Chart, key: string): boolean {
  const step = (timeline.range.to - timeline.range.from) / Math.min(60, Math.max(1, chart.at.length - 1))
  const { from, to } = timeline.range
  const at = timeline.cursor ?? from
  switch (key) {
    case 'ArrowRight':
      timeline.point(Math.min(to, at + step))
      return true
    case 'ArrowLeft':
      timeline.point(Math.max(from, at - step))
      return true
    case 'Home':
      timeline.point(from)
      return true
    case 'End':
      timeline.point(to)
      return true
    case '+':
    case '=':
      timeline.zoomBy(0.5)
      return true
    case '-':
      timeline.zoomBy(2)
      return true
    case '0':
    case 'Escape':
      timeline.reset()
      return true
    default:
      return false
  }
}
