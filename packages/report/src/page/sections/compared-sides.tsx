import type { ComparedSideContent } from '../../content/content.ts'
import { momentText } from '../../wording/duration.ts'
import { t } from '../language/language.ts'
import { startText } from './heading.tsx'
import { unbroken } from './unbroken.ts'

/** What is compared, each side with the verdict of its typical run. */
export function ComparedSides({ sides }: { sides: readonly ComparedSideContent[] }) {
  return (
    <ul class="compared-runs">
      {sides.map(({ name, runs, heading, verdict }) => (
        <li key={`${name} ${heading.startedAt}`}>
          <p class="run-name">
            <span class={`dot ${verdict.tone}`} aria-hidden="true" /> {name}
            {runs > 1 ? t(`, ${runs} runs`) : null}
          </p>
          <p class="run-verdict">{t(verdict.title)}</p>
          <p>{unbroken(t(verdict.sentence))}</p>
          <p class="run-time">
            <time dateTime={heading.startedAt}>{startText(heading.startedAt)}</time>, {momentText(heading.elapsedMs)}
          </p>
        </li>
      ))}
    </ul>
  )
}
