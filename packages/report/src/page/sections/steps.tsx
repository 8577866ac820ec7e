import { useState } from 'preact/hooks'
import type { StepRow } from '../../content/content.ts'
import { quantityText, type Unit } from '../../wording/quantity.ts'
import { useFilter } from '../filter/filter.ts'
import { ShownNote } from '../filter/shown-note.tsx'
import { t } from '../language/language.ts'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

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

/** What became of each step's requests, and of each endpoint's where these are not the same. */
export function Steps({ rows, endpoints }: { rows: readonly StepRow[]; endpoints: readonly StepRow[] }) {
  return (
    <Section id="steps" title="Steps">
      <SortableTable rows={rows} name="Step" label={t('Steps')} />
      {endpoints.length === 0 ? null : (
        <>
          <h3>{t('Endpoints')}</h3>
          <SortableTable rows={endpoints} name="Endpoint" label={t('Endpoints')} />
        </>
      )}
    </Section>
  )
}

interface Sorting {
  /** `undefined`: by name. */
  readonly column: Column | undefined
  readonly descending: boolean
}

/** A click on a heading sorts by it, the most first; by name from A on. */
function SortableTable({ rows, name, label }: { rows: readonly StepRow[]; name: string; label: string }) {
  const [sorting, setSorting] = useState<Sorting>()
  const filter = useFilter()
  const shown = rows.filter(({ scenario, step }) => filter.shows(scenario, step))
  const ordered = sorting === undefined ? shown : shown.toSorted((a, b) => order(a, b, sorting))
  const heading = (title: string, column: Column | undefined) => {
    const sorted = sorting !== undefined && sorting.column === column
    const descending = sorted && sorting.descending
    return (
      <th
        scope="col"
        class={column === undefined ? '' : 'number'}
        key={title}
        aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'}
      >
        <button
          type="button"
          class="sort"
          onClick={() => setSorting({ column, descending: sorted ? !descending : column !== undefined })}
        >
          {t(title)}
        </button>
      </th>
    )
  }
  return (
    <>
      <ShownNote shown={shown.length} all={rows.length} />
      <ScrollingTable label={label} class="wide-table">
        <thead>
          <tr>
            {heading(name, undefined)}
            {columns.map((column) => heading(column.title, column))}
            <th scope="col">{t('statuses')}</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((row) => (
            <tr key={`${row.scenario}/${row.step}`}>
              <th scope="row" translate={false}>
                {row.step} {row.scenario === '' ? null : <small>{row.scenario}</small>}
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
    </>
  )
}

function order(a: StepRow, b: StepRow, { column, descending }: Sorting): number {
  const difference =
    column === undefined
      ? `${a.step} ${a.scenario}`.localeCompare(`${b.step} ${b.scenario}`, 'en')
      : (column.value(a) ?? -1) - (column.value(b) ?? -1)
  return descending ? -difference : difference
}
