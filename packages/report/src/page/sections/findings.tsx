import type { FindingContent } from '../../content/content.ts'
import { t } from '../language/language.ts'
import { FigureValue } from './figure-value.tsx'
import { unbroken } from './unbroken.ts'

/** What the figures say, in plain sentences. */
export function Findings({ findings }: { findings: readonly FindingContent[] }) {
  return (
    <section id="findings" aria-labelledby="findings-title">
      <h2 id="findings-title">{t('Findings')}</h2>
      {findings.length === 0 ? <p class="lead">{t('No rule found anything to say about these figures.')}</p> : null}
      <ol class="findings">
        {findings.map((finding) => (
          <li key={finding.id}>
            <p>{unbroken(t(finding.sentence))}</p>
            {finding.figures.length === 0 ? null : (
              <dl>
                {finding.figures.map((figure) => (
                  <div key={figure.label}>
                    <dt>{t(figure.label)}</dt>
                    <dd>
                      <FigureValue figure={figure} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
