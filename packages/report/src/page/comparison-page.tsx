import type { ComparisonContent } from '../content/content.ts'
import { ChartSection } from './charts/chart-section.tsx'
import { t } from './language/language.ts'
import { PageFrame } from './page-frame.tsx'
import { ComparedConfiguration } from './sections/compared-configuration.tsx'
import { ComparedFailures } from './sections/compared-failures.tsx'
import { ComparedFigures } from './sections/compared-figures.tsx'
import { ComparedSides } from './sections/compared-sides.tsx'
import { Findings } from './sections/findings.tsx'
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
  const names = content.sides.map(({ name }) => name)
  return (
    <PageFrame
      title={`${content.name}: ${names.join(' · ')}`}
      tone={content.verdict.tone}
      places={places}
      data="result.json"
    >
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
    </PageFrame>
  )
}
