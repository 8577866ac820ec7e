import type { RunEvent } from '../../content/events/event.ts'
import { momentText } from '../../wording/duration.ts'
import { t } from '../language/language.ts'
import { eventColours } from './events.ts'
import type { Timeline } from './timeline.ts'

/** What the numbered marks across the charts stand for; a click points all charts at the moment. */
export function EventList({ events, timeline }: { events: readonly RunEvent[]; timeline: Timeline }) {
  if (events.length === 0) return null
  return (
    <section class="events" aria-labelledby="events-title">
      <h3 id="events-title">{t('What happened when')}</h3>
      <ol>
        {events.map(({ atMs, text, kind }, place) => (
          <li key={`${atMs} ${text}`}>
            <button type="button" onClick={() => timeline.show(atMs / 1000)}>
              <span class="event-number" style={{ color: `var(--${eventColours[kind]})` }}>
                {place + 1}
              </span>
              <span class="event-time">{momentText(atMs)}</span>
              <span class={`event-text ${kind}`}>{t(text)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
