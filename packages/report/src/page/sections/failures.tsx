import type { FailureCard as Card } from '../../content/content.ts'
import { counted } from '../../wording/name.ts'
import { useFilter } from '../filter/filter.ts'
import { ShownNote } from '../filter/shown-note.tsx'
import { t } from '../language/language.ts'
import { FailureCard } from './failure-card.tsx'
import { Section } from './section.tsx'

/** The rest is one click away, so that a run with fifty texts still shows what comes after them. */
const shownAtOnce = 6

/** What failed, in the words of who refused. */
export function Failures({ cards }: { cards: readonly Card[] }) {
  const filter = useFilter()
  const shown = cards.filter(({ text, places }) =>
    filter.shows(text, ...places.flatMap(({ tier, where, how }) => [tier, where, how])),
  )
  const rest = shown.slice(shownAtOnce)
  return (
    <Section id="failures" title="What failed, in the server’s own words">
      {cards.length === 0 ? <p class="lead">{t('Nothing failed.')}</p> : null}
      <ShownNote shown={shown.length} all={cards.length} />
      <div class="cards">
        {shown.slice(0, shownAtOnce).map((card, place) => (
          <FailureCard key={`${place}`} card={card} />
        ))}
      </div>
      {rest.length === 0 ? null : (
        <details class="more" data-print>
          <summary>{t(counted(rest.length, 'more text'))}</summary>
          <div class="cards">
            {rest.map((card, place) => (
              <FailureCard key={`${place}`} card={card} />
            ))}
          </div>
        </details>
      )}
    </Section>
  )
}
