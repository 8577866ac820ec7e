import { useState } from 'preact/hooks'
import type { StepRow } from '../../content/content.ts'
import { quantityText, type Unit } from '../../wording/quantity.ts'
import { ScrollingTable } from './scrolling-table.tsx'

interface Column {
  readonly title: string
  readonly unit: Unit
  readonly value: (row: StepRow) => number | null
}

const columns: readonly Column[] = [
  { title: 'requests', unit: 'count', value: (row) => row.sent },
  { title: 'per second', unit: 'perSecond', value: (row) => row.perSecond },
  { title: 'succeeded', unit: 'count', value: (row) => row.ok },
  { title: 'failed', unit: 'count', value: (row) => row.failed },
  { title: 'failed share', unit: 'share', value: (row) => row.failedShare },
  { title: 'p50', unit: 'ms', value: (row) => row.p50Ms },
  { title: 'p95', unit: 'ms', value: (row) => row.p95Ms },
  { title: 'p99', unit: 'ms', value: (row) => row.p99Ms },
  { title: 'max', unit: 'ms', value: (row) => row.maxMs },
  { title: 'received', unit: 'bytes', value: (row) => row.bytesReceived },
]

/** What became of each step's requests; a click on a heading sorts by it. */
export function Steps({ rows }: { rows: readonly StepRow[] }) {
  const [sorting, setSorting] = useState<{ column: Column; descending: boolean }>()
  const ordered = sorting === undefined ? rows : rows.toSorted((a, b) => order(a, b, sorting))
  return (
    <section id="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">Steps</h2>
      <ScrollingTable label="Steps" class="wide-table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            {columns.map((column) => {
              const sorted = sorting?.column === column
              const descending = sorted && sorting.descending
              return (
                <th
                  scope="col"
                  class="number"
                  key={column.title}
                  aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'}
                >
                  <button type="button" class="sort" onClick={() => setSorting({ column, descending: !descending })}>
                    {column.title}
                  </button>
                </th>
              )
            })}
            <th scope="col">statuses</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((row) => (
            <tr key={`${row.scenario}/${row.step}`}>
              <th scope="row">
                {row.step} <small>{row.scenario}</small>
              </th>
              {columns.map((column) => (
                <td class="number" key={column.title}>
                  {quantityText(column.value(row), column.unit)}
                </td>
              ))}
              <td class="statuses">
                {row.statuses.map(({ status, count }) => (
                  <span key={status}>
                    <b>{status}</b> {quantityText(count, 'count')}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </section>
  )
}

function order(a: StepRow, b: StepRow, { column, descending }: { column: Column; descending: boolean }): number {
  const difference = (column.value(a) ?? -1) - (column.value(b) ?? -1)
  return descending ? -difference : difference
}
