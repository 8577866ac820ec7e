import type { AgreementRow } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { FigureValue } from './figure-value.tsx'
import { ScrollingTable } from './scrolling-table.tsx'

/** The same things counted in two places: where they agree, nothing was lost on the way. */
export function Agreements({ rows }: { rows: readonly AgreementRow[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h3>{t('Do the counts agree?')}</h3>
      <ScrollingTable label={t('Counts that must agree')}>
        <thead>
          <tr>
            <th scope="col">{t('What')}</th>
            <th scope="col">{t('Counted here')}</th>
            <th scope="col" class="number">
              {t('Count')}
            </th>
            <th scope="col">{t('and there')}</th>
            <th scope="col" class="number">
              {t('Count')}
            </th>
            <th scope="col">{t('Result')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what}>
              <th scope="row">{t(row.what)}</th>
              <td>{t(row.left.label)}</td>
              <td class="number">
                <FigureValue figure={row.left} />
              </td>
              <td>{t(row.right.label)}</td>
              <td class="number">
                <FigureValue figure={row.right} />
              </td>
              <td>
                <span class={row.agrees ? 'result pass' : 'result no-data'}>
                  {row.agrees
                    ? t('agree')
                    : t(
                        `differ by ${quantityText(Math.abs(Number(row.left.value) - Number(row.right.value)), 'count')}`,
                      )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </>
  )
}
