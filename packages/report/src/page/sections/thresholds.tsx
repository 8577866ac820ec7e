import type { ThresholdRow } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

const words = { pass: 'kept', fail: 'broken', 'no-data': 'no data' } as const

/** What the run had to keep, and what was seen. */
export function Thresholds({ rows }: { rows: readonly ThresholdRow[] }) {
  return (
    <Section id="thresholds" title="Thresholds">
      {rows.length === 0 ? (
        <p class="lead">{t('None were set.')}</p>
      ) : (
        <ScrollingTable label={t('Thresholds')}>
          <thead>
            <tr>
              <th scope="col">{t('Threshold')}</th>
              <th scope="col" class="number">
                {t('Seen')}
              </th>
              <th scope="col" class="number">
                {t('Limit')}
              </th>
              <th scope="col">{t('Result')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.source}>
                <th scope="row" class="code">
                  {row.source}
                </th>
                <td class="number">{quantityText(row.observed, row.unit)}</td>
                <td class="number">{quantityText(row.limit, row.unit)}</td>
                <td>
                  <span class={`result ${row.status}`}>{t(words[row.status])}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollingTable>
      )}
    </Section>
  )
}
