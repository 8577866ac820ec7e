import type { ComponentChildren } from 'preact'
import type { TierTable } from '../../content/content.ts'
import { useFilter } from '../filter/filter.ts'
import { ShownNote } from '../filter/shown-note.tsx'
import { t } from '../language/language.ts'
import { FigureList } from './figure-list.tsx'
import { Section } from './section.tsx'

/** What the tiers counted over the whole run. */
export function Tiers({ tables, children }: { tables: readonly TierTable[]; children: ComponentChildren }) {
  const filter = useFilter()
  const shown = tables.filter(({ name, kind, figures }) =>
    filter.shows(name, kind, ...figures.map(({ label }) => `${label} ${t(label)}`)),
  )
  return (
    <Section id="tiers" title="What the tiers counted">
      {tables.length === 0 ? <p class="lead">{t('loadrun started no tiers for this run.')}</p> : null}
      <ShownNote shown={shown.length} all={tables.length} />
      <div class="tiers">
        {shown.map((table) => (
          <div class="tier" key={table.name}>
            <h3>
              {table.name} <small>{table.kind}</small>
            </h3>
            <FigureList figures={table.figures} />
          </div>
        ))}
      </div>
      {children}
    </Section>
  )
}
