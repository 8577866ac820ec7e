import type { RunContent } from '../content/content.ts'
import { ChartSection } from './charts/chart-section.tsx'
import { PageFrame } from './page-frame.tsx'
import { Agreements } from './sections/agreements.tsx'
import { Configuration } from './sections/configuration.tsx'
import { Distributions } from './sections/distributions.tsx'
import { Failures } from './sections/failures.tsx'
import { Findings } from './sections/findings.tsx'
import { Heading } from './sections/heading.tsx'
import { KeyFigures } from './sections/key-figures.tsx'
import { Steps } from './sections/steps.tsx'
import { Thresholds } from './sections/thresholds.tsx'
import { Tiers } from './sections/tiers.tsx'
import { Verdict } from './sections/verdict.tsx'

const places = [
  ['failures', 'What failed'],
  ['findings', 'Findings'],
  ['thresholds', 'Thresholds'],
  ['charts', 'Charts'],
  ['times', 'Times'],
  ['steps', 'Steps'],
  ['tiers', 'Tiers'],
  ['configuration', 'Configuration'],
] as const

/** The report of one run, in the order of a reader's questions. */
export function RunPage({ content }: { content: RunContent }) {
  const running = content.verdict.tone === 'running'
  return (
    <PageFrame
      title={`${content.heading.name} / ${content.heading.variant}`}
      tone={content.verdict.tone}
      places={running ? places.filter(([id]) => id !== 'findings') : places}
      data="result.json"
    >
      <div class="top">
        <Heading heading={content.heading} />
        <Verdict verdict={content.verdict} />
        <KeyFigures figures={content.keyFigures} />
      </div>
      <Failures cards={content.failures} />
      {running ? null : <Findings findings={content.findings} />}
      <Thresholds rows={content.thresholds} />
      <ChartSection groups={content.chartGroups} events={content.events} note={content.socketsNote} />
      <Distributions groups={content.distributions} />
      <Steps rows={content.steps} endpoints={content.endpoints} />
      <Tiers tables={content.tiers}>
        <Agreements rows={content.agreements} />
      </Tiers>
      <Configuration rows={content.configuration} host={content.host} />
    </PageFrame>
  )
}
