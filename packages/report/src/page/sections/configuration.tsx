import type { ConfigurationRow, Figure } from '../../content/content.ts'
import { useFilter } from '../filter/filter.ts'
import { ShownNote } from '../filter/shown-note.tsx'
import { t } from '../language/language.ts'
import { FigureList } from './figure-list.tsx'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

interface Properties {
  readonly title?: string
  readonly rows: readonly ConfigurationRow[]
  readonly host: readonly Figure[]
}

/** The scenario as it was run, and the machine it ran on. */
export function Configuration({ title = 'Configuration and host', rows, host }: Properties) {
  const filter = useFilter()
  const shown = rows.filter(({ path, value }) => filter.shows(path, value))
  return (
    <Section id="configuration" title={title}>
      <ShownNote shown={shown.length} all={rows.length} />
      <ScrollingTable label={t('Configuration')} class="configuration">
        <tbody>
          {shown.map((row) => (
            <tr key={row.path} class={row.changed ? 'changed' : ''}>
              <th scope="row" class="code">
                {row.path}
              </th>
              <td class="code">
                {row.value}
                {row.changed ? <small> {t('set by the variant')}</small> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
      <FigureList figures={host} kind="facts host" />
    </Section>
  )
}
