import type { Heading, VerdictContent } from '../../content/content.ts'
import { momentText } from '../../wording/duration.ts'
import { startText } from './heading.tsx'
import { unbroken } from './unbroken.ts'

/** Which runs are compared, each with its own verdict. */
export function ComparedRuns({ runs }: { runs: readonly Readonly<{ heading: Heading; verdict: VerdictContent }>[] }) {
  return (
    <ul class="compared-runs">
      {runs.map(({ heading, verdict }) => (
        <li key={`${heading.variant} ${heading.startedAt}`}>
          <p class="run-name">
            <span class={`dot ${verdict.tone}`} aria-hidden="true" /> {heading.variant}
          </p>
          <p class="run-verdict">{verdict.title}</p>
          <p>{unbroken(verdict.sentence)}</p>
          <p class="run-time">
            <time dateTime={heading.startedAt}>{startText(heading.startedAt)}</time>, {momentText(heading.elapsedMs)}
          </p>
        </li>
      ))}
    </ul>
  )
}
