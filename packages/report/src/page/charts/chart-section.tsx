import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ChartGroup } from '../../content/chart.ts'
import { momentText } from '../../wording/duration.ts'
import { ChartFigure } from './chart-figure.tsx'
import { Timeline } from './timeline.ts'

/** All charts over the one time axis. */
export function ChartSection({ groups, note }: { groups: readonly ChartGroup[]; note: string }) {
  const timeline = useMemo(() => new Timeline(wholeRange(groups)), [groups])
  return (
    <section id="charts" aria-labelledby="charts-title">
      <div class="section-head">
        <h2 id="charts-title">Charts</h2>
        <ZoomControls timeline={timeline} />
      </div>
      <p class="lead">
        All charts share one time axis: seconds since the load started. Drag across one to zoom them all, double-click
        to see everything again. With the keyboard: arrows move the cursor, + and − zoom, 0 resets.
      </p>
      {note === '' ? null : <p class="note">{note}</p>}
      {groups.map((group) => (
        <section class="chart-group" key={group.id} aria-labelledby={`charts-${group.id}`}>
          <h3 id={`charts-${group.id}`}>{group.title}</h3>
          <div class="charts">
            {group.charts.map((chart) => (
              <ChartFigure key={chart.id} chart={chart} timeline={timeline} />
            ))}
          </div>
        </section>
      ))}
    </section>
  )
}

function ZoomControls({ timeline }: { timeline: Timeline }) {
  const [range, setRange] = useState(timeline.range)
  useEffect(() => timeline.follow({ showCursor: () => {}, showRange: setRange }), [timeline])
  return (
    <fieldset class="zoom">
      <legend class="unseen">Time shown in all charts</legend>
      <output>
        {momentText(range.from * 1000)} – {momentText(range.to * 1000)}
      </output>
      <button type="button" aria-label="Zoom in" onClick={() => timeline.zoomBy(0.5)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" disabled={!timeline.zoomed} onClick={() => timeline.zoomBy(2)}>
        −
      </button>
      <button type="button" disabled={!timeline.zoomed} onClick={() => timeline.reset()}>
        Show all
      </button>
    </fieldset>
  )
}

function wholeRange(groups: readonly ChartGroup[]): { from: number; to: number } {
  const times = groups.flatMap(({ charts }) =>
    charts.filter(({ axis }) => axis === 'time').flatMap(({ at }) => [at[0] ?? 0, at.at(-1) ?? 0]),
  )
  return { from: Math.min(0, ...times), to: Math.max(1, ...times) }
}
