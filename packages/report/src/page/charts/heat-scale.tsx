import type { Heat } from '../../content/chart.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { highestCount } from './heat.ts'

/** What the shades of a heat map stand for. */
export function HeatScale({ heat }: { heat: Heat }) {
  return (
    <p class="heat-scale">
      <span>{t('1 request')}</span>
      <span class="shades" aria-hidden="true" />
      <span>{t(`${quantityText(highestCount(heat.counts), 'count')} requests`)}</span>
    </p>
  )
}
