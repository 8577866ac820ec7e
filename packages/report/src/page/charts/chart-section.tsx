import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { ChartGroup } from '../../content/chart.ts'
import type { RunEvent } from '../../content/events/event.ts'
import { momentText } from '../../wording/duration.ts'
import { useFilter } from '../filter/filter.ts'
import { ShownNote } from '../filter/shown-note.tsx'
import { t } from '../language/language.ts'
import { ChartFigure } from './chart-figure.tsx'
import { EventList } from './event-list.tsx'
import { Timeline } from './timeline.ts'

interface Properties {
  readonly groups: readonly ChartGroup[]
  readonly events: readonly RunEvent[]
  readonly note: string
}

/** All charts over the one time axis. */
export function ChartSection({ groups, events, note }: Properties) {
  const timeline = useTimeline(groups)
  const shown = useShown(groups)
  return (
    <section id="charts" aria-labelledby="charts-title">
      <div class="section-head">
        <h2 id="charts-title">{t('Charts')}</h2>
        <ZoomControls timeline={timeline} />
      </div>
      <p class="lead">
        {t(
          'All charts share one time axis: seconds since the load started. Drag across one to zoom them all, double-click to see everything again. With the keyboard: arrows move the cursor, + and − zoom, 0 resets.',
        )}
      </p>
      {note === '' ? null : <p class="note">{t(note)}</p>}
      <EventList events={events} timeline={timeline} />
      <ShownNote shown={countOf(shown)} all={countOf(groups)} />
      <ChartGroups groups={shown} events={events} timeline={timeline} />
    </section>
  )
}

/** The charts that the reader's filter lets through. */
export function useShown(groups: readonly ChartGroup[]): readonly ChartGroup[] {
  const filter = useFilter()
  return groups
    .map((group) => ({
      ...group,
      charts: group.charts.filter(({ title, lines }) =>
        filter.shows(group.title, t(group.title), title, t(title), ...lines.map(({ label }) => label)),
      ),
    }))
    .filter(({ charts }) => charts.length > 0)
}

interface GroupsProperties {
  readonly groups: readonly ChartGroup[]
  readonly events: readonly RunEvent[]
  /** Of charts over time. */
  readonly timeline: Timeline | undefined
}

/** Charts under their headings. */
export function ChartGroups({ groups, events, timeline }: GroupsProperties) {
  return (
    <>
      {groups.map((group) => (
        <section class="chart-group" key={group.id} aria-labelledby={`charts-${group.id}`}>
          <h3 id={`charts-${group.id}`}>{t(group.title)}</h3>
          <div class="charts">
            {group.charts.map((chart) => (
              <ChartFigure key={chart.id} chart={chart} events={events} timeline={timeline} />
            ))}
          </div>
        </section>
      ))}
    </>
  )
}

/** One for as long as the page is there: a live run makes it longer. */
function useTimeline(groups: readonly ChartGroup[]): Timeline {
  const timeline = useMemo(() => new Timeline(wholeRange(groups)), [])
  useLayoutEffect(() => timeline.extend(wholeRange(groups)), [groups])
  return timeline
}

function countOf(groups: readonly ChartGroup[]): number {
  return groups.reduce((sum, { charts }) => sum + charts.length, 0)
}

function ZoomControls({ timeline }: { timeline: Timeline }) {
  const [range, setRange] = useState(timeline.range)
  useEffect(() => timeline.follow({ showCursor: () => {}, showRange: setRange }), [timeline])
  return (
    <fieldset class="zoom">
      <legend class="unseen">{t('Time shown in all charts')}</legend>
      <output>
        {momentText(range.from * 1000)} – {momentText(range.to * 1000)}
      </output>
      <button type="button" aria-label={t('Zoom in')} onClick={() => timeline.zoomBy(0.5)}>
        +
      </button>
      <button type="button" aria-label={t('Zoom out')} disabled={!timeline.zoomed} onClick={() => timeline.zoomBy(2)}>
        −
      </button>
      <button type="button" disabled={!timeline.zoomed} onClick={() => timeline.reset()}>
        {t('Show all')}
      </button>
    </fieldset>
  )
}

function wholeRange(groups: readonly ChartGroup[]): { from: number; to: number } {
  const times = groups.flatMap(({ charts }) =>
    charts.filter(({ axis }) => axis === 'time').flatMap(({ at }) => [at[0] ?? 0, at.at(-1) ?? 0]),
  )
  return { from: 0, to: Math.max(1, ...times) }
}
