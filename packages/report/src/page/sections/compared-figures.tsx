import type { ComparedFigure } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { ScrollingTable } from './scrolling-table.tsx'

/** The figures of all runs, side by side. */
export function ComparedFigures({ rows, names }: { rows: readonly ComparedFigure[]; names: readonly string[] }) {
  return (
    <section id="figures" aria-labelledby="figures-title">
      <h2 id="figures-title">Figures side by side</h2>
      <ScrollingTable label="Figures side by side" class="compared">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {names.map((name, place) => (
              <th scope="col" class="number" key={place}>
                {name}
              </th>
            ))}
            <th scope="col" class="number">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.label} {row.note === '' ? null : <small>{row.note}</small>}
              </th>
              {row.values.map((value, place) => (
                <td class="number" key={place}>
                  {quantityText(value, row.unit)}
                </td>
              ))}
              <td class={`number change ${row.tone}`}>
                {row.change}
                {row.tone === 'neutral' ? null : <span class="tone"> {row.tone}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </section>
  )
}
