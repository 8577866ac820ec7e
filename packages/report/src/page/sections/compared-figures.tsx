import type { ComparedFigure } from '../../content/content.ts'
import { t } from '../language/language.ts'
import { FigureCells } from './figure-cells.tsx'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

interface Properties {
  readonly rows: readonly ComparedFigure[]
  readonly names: readonly string[]
  readonly method: string
}

/** The figures of all sides, and what may be said of their differences. */
export function ComparedFigures({ rows, names, method }: Properties) {
  const others = names.slice(1)
  return (
    <Section id="figures" title="Figures side by side">
      <p class="lead">{t(method)}</p>
      <ScrollingTable label={t('Figures side by side')} class="compared">
        <thead>
          <tr>
            <th scope="col">{t('Figure')}</th>
            {names.map((name, place) => (
              <th scope="col" class="number" key={place}>
                {name}
              </th>
            ))}
            {others.map((name, place) => (
              <th scope="col" class="number" key={place}>
                {others.length === 1 ? t('Change') : t(`Change to ${name}`)}
              </th>
            ))}
            {others.map((name, place) => (
              <th scope="col" key={place}>
                {others.length === 1 ? t('Verdict') : t(`Verdict on ${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <FigureCells row={row} />
              {row.changes.map(({ change, interval }, place) => (
                <td class="number change" key={place}>
                  {t(change)} {interval === '' ? null : <small>{t(interval)}</small>}
                </td>
              ))}
              {row.changes.map(({ verdict, tone, advice }, place) => (
                <td class={`change ${tone}`} key={place}>
                  {verdict === '' ? null : <span class="tone">{t(verdict)}</span>}
                  {advice === '' ? null : <small> {t(advice)}</small>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </Section>
  )
}
