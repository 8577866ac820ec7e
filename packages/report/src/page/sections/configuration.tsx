import type { ConfigurationRow, Figure } from '../../content/content.ts'
import { FigureValue } from './figure-value.tsx'
import { ScrollingTable } from './scrolling-table.tsx'

/** The scenario as it was run, and the machine it ran on. */
export function Configuration({ rows, host }: { rows: readonly ConfigurationRow[]; host: readonly Figure[] }) {
  return (
    <section id="configuration" aria-labelledby="configuration-title">
      <h2 id="configuration-title">Configuration and host</h2>
      <ScrollingTable label="Configuration" class="configuration">
        <tbody>
          {rows.map((row) => (
            <tr key={row.path} class={row.changed ? 'changed' : ''}>
              <th scope="row" class="code">
                {row.path}
              </th>
              <td class="code">
                {row.value} {row.changed ? <small>set by the variant</small> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
      <dl class="facts host">
        {host.map((figure) => (
          <div key={figure.label}>
            <dt>{figure.label}</dt>
            <dd>
              <FigureValue figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
