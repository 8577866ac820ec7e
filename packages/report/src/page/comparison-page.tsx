import type { ComparisonContent } from '../content/content.ts'
import { ChartSection } from './charts/chart-section.tsx'
import { ComparedConfiguration } from './sections/compared-configuration.tsx'
import { ComparedFailures } from './sections/compared-failures.tsx'
import { ComparedFigures } from './sections/compared-figures.tsx'
import { ComparedRuns } from './sections/compared-runs.tsx'
import { Findings } from './sections/findings.tsx'
import { Footer } from './sections/footer.tsx'
import { Navigation } from './sections/navigation.tsx'

const places = [
  ['configuration', 'What differs'],
  ['findings', 'Findings'],
  ['figures', 'Figures'],
  ['failures', 'Failure texts'],
  ['charts', 'Charts'],
] as const

/** Several runs side by side. */
export function ComparisonPage({ content }: { content: ComparisonContent }) {
  const names = content.runs.map(({ heading }) => heading.variant)
  return (
    <>
      <Navigation title={`${content.name}: ${names.join(' · ')}`} places={places} />
      <main>
        <header class="top">
          <p class="kind">Comparison</p>
          <h1>{content.name}</h1>
          <ComparedRuns runs={content.runs} />
        </header>
        <ComparedConfiguration rows={content.configuration} names={names} />
        <Findings findings={content.findings} />
        <ComparedFigures rows={content.rows} names={names} />
        <ComparedFailures texts={content.failureTexts} names={names} />
        <ChartSection groups={content.chartGroups} note="" />
      </main>
      <Footer />
    </>
  )
}
