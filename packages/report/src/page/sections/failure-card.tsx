import type { FailureCard as Card, FailurePlace } from '../../content/content.ts'
import { momentText } from '../../wording/duration.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { Samples } from './samples.tsx'
import { Trend } from './trend.tsx'

/** One text: how often, since when, where, and what it looked like whole. */
export function FailureCard({ card }: { card: Card }) {
  return (
    <article class={card.fromServer ? 'card from-server' : 'card'}>
      <div class="card-count">
        <p class="big">{quantityText(card.count, 'count')}</p>
        <p>
          {quantityText(card.share, 'share')} {t(card.shareOf)}
        </p>
        {card.firstMs === null || card.lastMs === null ? null : (
          <p>{t(`from ${momentText(card.firstMs)} to ${momentText(card.lastMs)}`)}</p>
        )}
      </div>
      <div class="card-body">
        <p class="said-by">{t(saidBy(card))}</p>
        <blockquote class="text" translate={false} tabIndex={card.text.length > 600 ? 0 : undefined}>
          {card.text === '' ? <em>{t('an empty body')}</em> : card.text}
        </blockquote>
        {card.trend.length > 1 ? <Trend counts={card.trend} /> : null}
        <Places places={card.places} />
        <Samples samples={card.samples} />
      </div>
    </article>
  )
}

function saidBy({ fromServer, ofAnswer }: Card): string {
  if (fromServer) return 'A server answered'
  return ofAnswer ? 'Of an answer; the client’s own words' : 'No answer; the client’s own words'
}

function Places({ places }: { places: readonly FailurePlace[] }) {
  return (
    <ul class="places">
      {places.map((place) => (
        <li key={`${place.tier} ${place.where} ${place.how} ${place.wholeText}`}>
          <span class="place-name">
            <b>{place.tier}</b> {t(place.where)}
          </span>
          <span class="place-how">{t(place.how)}</span>
          <span class="place-count">
            {quantityText(place.count, 'count')}
            {place.share === null ? null : <small> {quantityText(place.share, 'share')}</small>}
          </span>
          {place.wholeText === null ? null : (
            <span class="whole-text">
              {t('seen there as')} <q translate={false}>{place.wholeText}</q>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
