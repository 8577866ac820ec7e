import type { SweepContent } from '../../content/sweep-content.ts'
import { useFilter } from '../filter/filter.ts'
import { ShownNote } from '../filter/shown-note.tsx'
import { t } from '../language/language.ts'
import { FigureCells } from './figure-cells.tsx'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

/** Every figure that was measured at any point. */
export function SweepFigures({ content: { rows, points } }: { content: SweepContent }) {
  const measured = rows.filter(({ values }) => values.some((value) => value !== null))
  const filter = useFilter()
  const shown = measured.filter(({ label }) => filter.shows(label, t(label)))
  if (measured.length === 0) return null
  return (
    <Section id="figures" title="All figures">
      <ShownNote shown={shown.length} all={measured.length} />
      <ScrollingTable label={t('All figures')} class="compared">
        <thead>
          <tr>
            <th scope="col">{t('Figure')}</th>
            {points.map(({ name }) => (
              <th scope="col" class="number" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              <FigureCells row={row} />
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </Section>
  )
}
