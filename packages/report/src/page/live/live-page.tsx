import { useState } from 'preact/hooks'
import type { LiveUpdate } from '../../content/content.ts'
import { ComparisonPage } from '../comparison-page.tsx'
import { t } from '../language/language.ts'
import { RunPage } from '../run-page.tsx'
import { type LiveState, useUpdates } from './updates.ts'

const stateTexts: Readonly<Record<LiveState, string>> = {
  connecting: 'Waiting for the first second of load…',
  following: 'Live: drawn anew every second',
  lost: 'The connection to loadrun is lost; trying again…',
  ended: 'All runs have ended: this is their report',
}

/** The report of each run while it goes on and after it; changes to the next one by itself unless the reader chose. */
export function LivePage({ name }: { name: string }) {
  const { updates, state } = useUpdates()
  const [chosen, choose] = useState<string>()
  const shown = updates.find(({ key }) => key === chosen) ?? updates.at(-1)
  return (
    <>
      <aside class={`live ${state}`} aria-label={t('Runs')}>
        <p role="status">
          <span class="live-dot" aria-hidden="true" /> {t(stateTexts[state])}
        </p>
        {updates.length < 2 ? null : (
          <ul>
            {updates.map(({ key, title }) => (
              <li key={key}>
                <button type="button" aria-pressed={shown?.key === key} onClick={() => choose(key)}>
                  {t(title)}
                </button>
              </li>
            ))}
          </ul>
        )}
      </aside>
      {shown === undefined ? (
        <main>
          <h1 translate={false}>{name}</h1>
        </main>
      ) : (
        <Shown key={shown.key} content={shown.content} />
      )}
    </>
  )
}

function Shown({ content }: { content: LiveUpdate['content'] }) {
  return content.kind === 'run' ? <RunPage content={content} /> : <ComparisonPage content={content} />
}
