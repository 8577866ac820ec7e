import type { AgreementRow } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { FigureValue } from './figure-value.tsx'
import { ScrollingTable } from './scrolling-table.tsx'

/** The same things counted in two places: where they agree, nothing was lost on the way. */
export function Agreements({ rows }: { rows: readonly AgreementRow[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h3>Do the counts agree?</h3>
      <ScrollingTable label="Counts that must agree">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Counted here</th>
            <th scope="col" class="number">
              Count
            </th>
            <th scope="col">and there</th>
            <th scope="col" class="number">
              Count
            </th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what}>
              <th scope="row">{row.what}</th>
              <td>{row.left.label}</td>
              <td class="number">
                <FigureValue figure={row.left} />
              </td>
              <td>{row.right.label}</td>
              <td class="number">
                <FigureValue figure={row.right} />
              </td>
              <td>
                <span class={row.agrees ? 'result pass' : 'result no-data'}>
                  {row.agrees
                    ? 'agree'
                    : `differ by ${quantityText(Math.abs(Number(row.left.value) - Number(row.right.value)), 'count')}`}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </>
  )
}
