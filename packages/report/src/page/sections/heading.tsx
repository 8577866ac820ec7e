import type { Heading as HeadingContent } from '../../content/content.ts'
import { momentText } from '../../wording/duration.ts'
import { t } from '../language/language.ts'
import { unbroken } from './unbroken.ts'

/** What was run, when, against what. */
export function Heading({ heading }: { heading: HeadingContent }) {
  return (
    <>
      <p class="kind">{t('Load test report')}</p>
      <h1>
        {heading.name} <span class="variant">{heading.variant}</span>
      </h1>
      <dl class="facts">
        <Fact name="Target">{heading.target}</Fact>
        <Fact name="Load">
          {heading.load.map((line) => (
            <span class="line" key={line}>
              {unbroken(t(line))}
            </span>
          ))}
        </Fact>
        <Fact name="Started">
          <time dateTime={heading.startedAt}>{startText(heading.startedAt)}</time>
        </Fact>
        <Fact name="Took">{momentText(heading.elapsedMs)}</Fact>
      </dl>
    </>
  )
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** To the second, in UTC: the same for everyone who reads it. */
export function startText(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+/, '').replace('Z', ' UTC')
}
