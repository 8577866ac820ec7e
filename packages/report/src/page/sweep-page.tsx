import { useState } from 'preact/hooks'
import type { SweepContent } from '../content/sweep-content.ts'
import { ChartGroups, useShown } from './charts/chart-section.tsx'
import { FilterWords } from './filter/filter.ts'
import { t, useLanguage } from './language/language.ts'
import { Configuration } from './sections/configuration.tsx'
import { Findings } from './sections/findings.tsx'
import { Footer } from './sections/footer.tsx'
import { startText } from './sections/heading.tsx'
import { Navigation } from './sections/navigation.tsx'
import { SweepFigures } from './sections/sweep-figures.tsx'
import { SweepPoints } from './sections/sweep-points.tsx'
import { Verdict } from './sections/verdict.tsx'

const places = [
  ['points', 'Points'],
  ['findings', 'Findings'],
  ['charts', 'Charts'],
  ['figures', 'Figures'],
  ['configuration', 'Configuration'],
] as const

/** One scenario at every combination of some values. */
export function SweepPage({ content }: { content: SweepContent }) {
  const [filter, setFilter] = useState('')
  useLanguage()
  const varied = content.axes.map(({ name }) => name).join(', ')
  return (
    <FilterWords.Provider value={filter}>
      <Navigation
        title={`${content.name}: ${varied}`}
        tone={content.verdict.tone}
        places={places}
        filter={filter}
        onFilter={setFilter}
      />
      <main>
        <div class="top">
          <p class="kind">{t('Sweep')}</p>
          <h1>
            {content.name} <span class="variant">{varied}</span>
          </h1>
          <dl class="facts">
            {content.axes.map(({ path, values }) => (
              <div key={path}>
                <dt class="code">{path}</dt>
                <dd>{values.join(', ')}</dd>
              </div>
            ))}
            {content.startedAt === null ? null : (
              <div>
                <dt>{t('Started')}</dt>
                <dd>
                  <time dateTime={content.startedAt}>{startText(content.startedAt)}</time>
                </dd>
              </div>
            )}
          </dl>
          <Verdict verdict={content.verdict} />
        </div>
        <SweepPoints content={content} />
        <Findings findings={content.findings} />
        <Charts groups={content.chartGroups} />
        <SweepFigures content={content} />
        <Configuration
          title="What all points have in common"
          rows={content.configuration.map((row) => ({ ...row, changed: false }))}
          host={content.host}
        />
      </main>
      <Footer data="sweep.json" />
    </FilterWords.Provider>
  )
}

function Charts({ groups }: { groups: SweepContent['chartGroups'] }) {
  const shown = useShown(groups)
  return (
    <section id="charts" aria-labelledby="charts-title">
      <h2 id="charts-title">{t('Charts')}</h2>
      <p class="lead">{t('Each figure against what was varied.')}</p>
      <ChartGroups groups={shown} events={[]} timeline={undefined} />
    </section>
  )
}
