import type { SweepContent } from '../content/sweep-content.ts'
import { StillCharts } from './charts/still-charts.tsx'
import { t } from './language/language.ts'
import { PageFrame } from './page-frame.tsx'
import { Configuration } from './sections/configuration.tsx'
import { Findings } from './sections/findings.tsx'
import { startText } from './sections/heading.tsx'
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
  const varied = content.axes.map(({ name }) => name).join(', ')
  return (
    <PageFrame title={`${content.name}: ${varied}`} tone={content.verdict.tone} places={places} data="sweep.json">
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
      <StillCharts groups={content.chartGroups} lead="Each figure against what was varied." />
      <SweepFigures content={content} />
      <Configuration
        title="What all points have in common"
        rows={content.configuration.map((row) => ({ ...row, changed: false }))}
        host={content.host}
      />
    </PageFrame>
  )
}
