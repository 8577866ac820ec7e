import { type DistributionGroup, shownPercentiles } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

/** Times of the whole run, of successes and failures apart. */
export function Distributions({ groups }: { groups: readonly DistributionGroup[] }) {
  return (
    <Section id="times" title="Times over the whole run">
      <ScrollingTable label={t('Times over the whole run')} class="wide-table">
        <thead>
          <tr>
            <th scope="col">{t('Requests')}</th>
            {['count', 'min', 'mean', ...shownPercentiles.map((percentile) => `p${percentile}`), 'max'].map((name) => (
              <th scope="col" class="number" key={name}>
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.id}>
            <tr class="group-row">
              <th scope="rowgroup" colSpan={5 + shownPercentiles.length}>
                {t(group.title)} <small>{t(group.meaning)}</small>
              </th>
            </tr>
            {group.rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{t(row.label)}</th>
                <td class="number">{quantityText(row.count, 'count')}</td>
                {[row.minMs, row.meanMs, ...row.percentilesMs, row.maxMs].map((value, place) => (
                  <td class="number" key={place}>
                    {quantityText(value, 'ms')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </ScrollingTable>
    </Section>
  )
}
