import type { HistoryContent } from '../content/history-content.ts'
import { quantityText } from '../wording/quantity.ts'
import { StillCharts } from './charts/still-charts.tsx'
import { t } from './language/language.ts'
import { PageFrame } from './page-frame.tsx'
import { Findings } from './sections/findings.tsx'
import { startText } from './sections/heading.tsx'
import { ScrollingTable } from './sections/scrolling-table.tsx'
import { Section } from './sections/section.tsx'

const places = [
  ['findings', 'Findings'],
  ['charts', 'Charts'],
  ['runs', 'Runs'],
] as const

/** Earlier runs of one variant: where figures changed, the figures over commits, and the runs. */
export function HistoryPage({ content }: { content: HistoryContent }) {
  return (
    <PageFrame title={`${content.scenario} ${content.variant}`} places={places}>
      <div class="top">
        <p class="kind">{t('History')}</p>
        <h1>
          {content.scenario} <span class="variant">{content.variant}</span>
        </h1>
      </div>
      <Findings findings={content.changes} />
      <StillCharts groups={content.chartGroups} />
      <Runs content={content} />
    </PageFrame>
  )
}

function Runs({ content: { columns, runs } }: { content: HistoryContent }) {
  return (
    <Section id="runs" title="Runs">
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
              <td translate={false}>
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
    </Section>
  )
}
