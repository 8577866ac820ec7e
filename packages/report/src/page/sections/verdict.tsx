import type { Tone, VerdictContent } from '../../content/content.ts'
import { t } from '../language/language.ts'
import { unbroken } from './unbroken.ts'

const symbols: Readonly<Record<Tone, string>> = {
  good: 'M5 10.5l3.5 3.5L15 7',
  bad: 'M6 6l8 8M14 6l-8 8',
  doubtful: 'M10 5.5v6M10 14.2v.3',
  running: 'M10 5.2V10l3 2.2',
}

/** Whether the run passed, and why. */
export function Verdict({ verdict }: { verdict: VerdictContent }) {
  return (
    <div class={`verdict ${verdict.tone}`} role="status">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="10" />
        <path d={symbols[verdict.tone]} />
      </svg>
      <div>
        <p class="verdict-title">{t(verdict.title)}</p>
        <p class="verdict-sentence">{unbroken(t(verdict.sentence))}</p>
        {verdict.reservations.length === 0 ? null : (
          <ul class="reservations">
            {verdict.reservations.map((reservation) => (
              <li key={reservation}>{unbroken(t(reservation))}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
