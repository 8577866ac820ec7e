import { useState } from 'preact/hooks'
import type { HistoryContent } from '../content/history-content.ts'
import { quantityText } from '../wording/quantity.ts'
import { ChartGroups, useShown } from './charts/chart-section.tsx'
import { FilterWords } from './filter/filter.ts'
import { t, useLanguage } from './language/language.ts'
import { Findings } from './sections/findings.tsx'
import { startText } from './sections/heading.tsx'
import { Navigation } from './sections/navigation.tsx'
import { ScrollingTable } from './sections/scrolling-table.tsx'

const places = [
  ['findings', 'Findings'],
  ['charts', 'Charts'],
  ['runs', 'Runs'],
] as const

/** Earlier runs of one variant: where figures changed, the figures over commits, and the runs. */
export function HistoryPage({ content }: { content: HistoryContent }) {
  const [filter, setFilter] = useState('')
  useLanguage()
  return (
    <FilterWords.Provider value={filter}>
      <Navigation
        title={`${content.scenario} ${content.variant}`}
        places={places}
        filter={filter}
        onFilter={setFilter}
      />
      <main>
        <div class="top">
          <p class="kind">{t('History')}</p>
          <h1>
            {content.scenario} <span class="variant">{content.variant}</span>
          </h1>
        </div>
        <Findings findings={content.changes} />
        <Charts groups={content.chartGroups} />
        <Runs content={content} />
      </main>
      <footer>{t('Made by loadrun. This file needs no network.')}</footer>
    </FilterWords.Provider>
  )
}

function Charts({ groups }: { groups: HistoryContent['chartGroups'] }) {
  const shown = useShown(groups)
  return (
    <section id="charts" aria-labelledby="charts-title">
      <h2 id="charts-title">{t('Charts')}</h2>
      <ChartGroups groups={shown} events={[]} timeline={undefined} />
    </section>
  )
}

function Runs({ content: { columns, runs } }: { content: HistoryContent }) {
  return (
    <section id="runs" aria-labelledby="runs-title">
      <h2 id="runs-title">{t('Runs')}</h2>
      <ScrollingTable label={t('Runs')} class="wide-table">
        <thead>
          <tr>
            <th scope="col">{t('Started')}</th>
            <th scope="col">{t('Commit')}</th>
            <th scope="col">{t('Outcome')}</th>
            {columns.map(({ id, label }) => (
              <th scope="col" class="number" key={id}>
                {t(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.startedAt}>
              <th scope="row">
                <time dateTime={run.startedAt}>{startText(run.startedAt)}</time>
              </th>
              <td>
                <span class="code">{run.commit}</span> {run.subject}
              </td>
              <td>{t(run.outcome)}</td>
              {columns.map(({ id, unit }, place) => (
                <td class="number" key={id}>
                  {quantityText(run.values[place], unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </section>
  )
}
