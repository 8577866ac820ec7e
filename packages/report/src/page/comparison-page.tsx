import { useState } from 'preact/hooks'
import type { ComparisonContent } from '../content/content.ts'
import { ChartSection } from './charts/chart-section.tsx'
import { FilterWords } from './filter/filter.ts'
import { t, useLanguage } from './language/language.ts'
import { ComparedConfiguration } from './sections/compared-configuration.tsx'
import { ComparedFailures } from './sections/compared-failures.tsx'
import { ComparedFigures } from './sections/compared-figures.tsx'
import { ComparedSides } from './sections/compared-sides.tsx'
import { Findings } from './sections/findings.tsx'
import { Footer } from './sections/footer.tsx'
import { Navigation } from './sections/navigation.tsx'
import { Verdict } from './sections/verdict.tsx'

const places = [
  ['configuration', 'What differs'],
  ['findings', 'Findings'],
  ['figures', 'Figures'],
  ['failures', 'Failure texts'],
  ['charts', 'Charts'],
] as const

/** Several sides next to each other. */
export function ComparisonPage({ content }: { content: ComparisonContent }) {
  const [filter, setFilter] = useState('')
  useLanguage()
  const names = content.sides.map(({ name }) => name)
  return (
    <FilterWords.Provider value={filter}>
      <Navigation
        title={`${content.name}: ${names.join(' · ')}`}
        tone={content.verdict.tone}
        places={places}
        filter={filter}
        onFilter={setFilter}
      />
      <main>
        <div class="top">
          <p class="kind">{t('Comparison')}</p>
          <h1>{content.name}</h1>
          <Verdict verdict={content.verdict} />
          <ComparedSides sides={content.sides} />
        </div>
        <ComparedConfiguration rows={content.configuration} names={names} />
        <Findings findings={content.findings} />
        <ComparedFigures rows={content.rows} names={names} method={content.method} />
        <ComparedFailures texts={content.failureTexts} names={names} />
        <ChartSection groups={content.chartGroups} events={content.events} note="" />
      </main>
      <Footer />
    </FilterWords.Provider>
  )
}
