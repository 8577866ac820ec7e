import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import type { Chart } from '../../content/chart.ts'
import type { RunEvent } from '../../content/events/event.ts'
import { onThemeChange } from '../appearance/theme.ts'
import { onLanguageChange, t } from '../language/language.ts'
import { drawEvents } from './events.ts'
import { drawHeat } from './heat.ts'
import { HeatScale } from './heat-scale.tsx'
import { Legend, type Readings } from './legend.tsx'
import { drawMarks } from './marks.ts'
import { heightOf, plotOptions } from './plot-options.ts'
import { summaryText } from './summary-text.ts'
import { TableTwin } from './table-twin.tsx'
import type { Timeline } from './timeline.ts'
import { useWidth } from './use-width.ts'

interface Properties {
  readonly chart: Chart
  readonly events: readonly RunEvent[]
  /** Of charts over time. */
  readonly timeline: Timeline | undefined
}

/** A chart with its legend, and its figures as a table for those who cannot or will not read curves. */
export function ChartFigure({ chart, events, timeline }: Properties) {
  const shared = chart.axis === 'time' ? timeline : undefined
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const readings = useRef<Readings | undefined>(undefined)
  const width = useWidth(place)
  const [logarithmic, setLogarithmic] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => hiddenAtFirst(chart))
  const shown = useRef({ chart, events })
  shown.current = { chart, events }

  useLayoutEffect(() => {
    if (place.current === null || width === 0) return
    const drawn = new uPlot(
      plotOptions(chart, { width, logarithmic, hidden }, shared, {
        drawAxes: [(u) => drawHeat(u, shown.current.chart)],
        draw: [
          (u) => drawMarks(u, shown.current.chart),
          (u) => {
            if (shared !== undefined) drawEvents(u, shown.current.events)
          },
        ],
        setLegend: [(u) => readings.current?.show(u.cursor.idx ?? undefined)],
        setCursor: [(u) => shared?.point(pointedAt(u))],
        setSelect: [(u) => zoomToSelection(u, shared)],
      }),
      dataOf(chart),
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
    const unwatchTheme = onThemeChange(() => drawn.redraw(false))
    const unwatchLanguage = onLanguageChange(() => drawn.redraw(false))
    return () => {
      unfollow?.()
      unwatchTheme()
      unwatchLanguage()
      drawn.destroy()
      plot.current = undefined
    }
  }, [formOf(chart), width, logarithmic])

  // A live run adds to its lines: the chart stays, with what the reader has hidden and points at.
  useLayoutEffect(() => plot.current?.setData(dataOf(chart)), [chart])
  // The legend's values are written past the rendering, which would otherwise leave those of an earlier second.
  useLayoutEffect(() => readings.current?.show(plot.current?.cursor.idx ?? undefined))

  const toggle = (index: number, label: string) => {
    const show = hidden.has(label)
    plot.current?.setSeries(index + 1, { show })
    setHidden(new Set(show ? [...hidden].filter((other) => other !== label) : [...hidden, label]))
  }

  return (
    <figure class={chart.wide === true ? 'chart wide' : 'chart'} id={`chart-${chart.id}`}>
      <figcaption>
        <div class="chart-title">
          <h4>{t(chart.title)}</h4>
          {(chart.unit === 'ms' || chart.unit === 'count') && chart.heat === undefined ? (
            <button
              type="button"
              class="quiet"
              aria-pressed={logarithmic}
              aria-label={`${t('log scale')}: ${t(chart.title)}`}
              onClick={() => setLogarithmic(!logarithmic)}
            >
              {t('log scale')}
            </button>
          ) : null}
        </div>
        <p>
          {t(chart.meaning)}
          {chart.thinnedBy === undefined
            ? null
            : ` ${t(`Of every ${chart.thinnedBy} moments, each line shows its lowest and its highest value.`)}`}
        </p>
      </figcaption>
      <Legend chart={chart} hidden={hidden} readings={readings} onToggle={toggle} />
      {chart.heat === undefined ? null : <HeatScale heat={chart.heat} />}
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

/** What a chart that is already drawn cannot take on: its lines, its scales and its fixed values. */
function formOf({ id, unit, axis, lines, marks }: Chart): string {
  return JSON.stringify([id, unit, axis, marks, lines.map(({ label, colour, stroke }) => [label, colour, stroke])])
}

function dataOf({ at, lines }: Chart): uPlot.AlignedData {
  return [[...at], ...lines.map(({ values }) => [...values])]
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
