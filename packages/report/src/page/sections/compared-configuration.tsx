import { t } from '../language/language.ts'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

interface Properties {
  readonly rows: readonly Readonly<{ path: string; values: readonly (string | null)[] }>[]
  readonly names: readonly string[]
}

/** What was set differently: the first thing to know before believing that anything else follows from it. */
export function ComparedConfiguration({ rows, names }: Properties) {
  return (
    <Section id="configuration" title="What was set differently">
      {rows.length === 0 ? (
        <p class="lead">{t('Nothing: the runs had the same configuration, so what differs between them is chance.')}</p>
      ) : (
        <ScrollingTable label={t('Configuration that differs')} class="configuration compared">
          <thead>
            <tr>
              <th scope="col">{t('Setting')}</th>
              {names.map((name, place) => (
                <th scope="col" key={place}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.path}>
                <th scope="row" class="code">
                  {row.path}
                </th>
                {row.values.map((value, place) => (
                  <td class="code" key={place}>
                    {value ?? <em>{t('not set')}</em>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollingTable>
      )}
    </Section>
  )
}
