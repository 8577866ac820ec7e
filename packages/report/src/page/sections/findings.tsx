import type { FindingContent } from '../../content/content.ts'
import { t } from '../language/language.ts'
import { FigureList } from './figure-list.tsx'
import { Section } from './section.tsx'
import { unbroken } from './unbroken.ts'

/** What the figures say, in plain sentences. */
export function Findings({ findings }: { findings: readonly FindingContent[] }) {
  return (
    <Section id="findings" title="Findings">
      {findings.length === 0 ? <p class="lead">{t('No rule found anything to say about these figures.')}</p> : null}
      <ol class="findings">
        {findings.map((finding) => (
          <li key={finding.id}>
            <p>{unbroken(t(finding.sentence))}</p>
            {finding.figures.length === 0 ? null : <FigureList figures={finding.figures} />}
          </li>
        ))}
      </ol>
    </Section>
  )
}
