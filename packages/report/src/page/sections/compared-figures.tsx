import type { ComparedFigure } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { ScrollingTable } from './scrolling-table.tsx'

interface Properties {
  readonly rows: readonly ComparedFigure[]
  readonly names: readonly string[]
  readonly method: string
}

/** The figures of all sides, and what may be said of their differences. */
export function ComparedFigures({ rows, names, method }: Properties) {
  const others = names.slice(1)
  return (
    <section id="figures" aria-labelledby="figures-title">
      <h2 id="figures-title">Figures side by side</h2>
      <p class="lead">{method}</p>
      <ScrollingTable label="Figures side by side" class="compared">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {names.map((name, place) => (
              <th scope="col" class="number" key={place}>
                {name}
              </th>
            ))}
            {others.map((name, place) => (
              <th scope="col" class="number" key={place}>
                {others.length === 1 ? 'Change' : `Change to ${name}`}
              </th>
            ))}
            {others.map((name, place) => (
              <th scope="col" key={place}>
                {others.length === 1 ? 'Verdict' : `Verdict on ${name}`}
              </th>
            ))}
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
              {row.changes.map(({ change, interval }, place) => (
                <td class="number change" key={place}>
                  {change} {interval === '' ? null : <small>{interval}</small>}
                </td>
              ))}
              {row.changes.map(({ verdict, tone, advice }, place) => (
                <td class={`change ${tone}`} key={place}>
                  {verdict === '' ? null : <span class="tone">{verdict}</span>}
                  {advice === '' ? null : <small> {advice}</small>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </section>
  )
}
