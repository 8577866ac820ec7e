import { useState } from 'preact/hooks'
import type { SampleContent } from '../../content/content.ts'
import { momentText } from '../../wording/duration.ts'
import { counted } from '../../wording/name.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'

/** Requests that failed so, whole. */
export function Samples({ samples }: { samples: readonly SampleContent[] }) {
  const [place, setPlace] = useState(0)
  const sample = samples[place]
  if (sample === undefined) return null
  return (
    <details class="samples" data-print>
      <summary>{t(samples.length === 1 ? 'Show a sample' : `Show ${counted(samples.length, 'sample')}`)}</summary>
      {samples.length === 1 ? null : (
        <fieldset class="sample-picker">
          <legend class="unseen">{t('Sample shown')}</legend>
          {samples.map((other, index) => (
            <button type="button" key={index} aria-pressed={index === place} onClick={() => setPlace(index)}>
              {index + 1}
              <span class="unseen"> {t(`at ${momentText(other.atMs)}`)}</span>
            </button>
          ))}
        </fieldset>
      )}
      <Sample sample={sample} />
    </details>
  )
}

function Sample({ sample }: { sample: SampleContent }) {
  const { connection } = sample
  return (
    <div class="sample">
      <dl class="facts">
        <div>
          <dt>{t('Step')}</dt>
          <dd>{sample.step}</dd>
        </div>
        <div>
          <dt>{t('Status')}</dt>
          <dd>{sample.status ?? t('none came')}</dd>
        </div>
        <div>
          <dt>{t('Ended')}</dt>
          <dd>{t(`${momentText(sample.atMs)} after the start`)}</dd>
        </div>
        <div>
          <dt>{t('Response time')}</dt>
          <dd>{quantityText(sample.responseTimeMs, 'ms')}</dd>
        </div>
        <div>
          <dt>{t('Connection')}</dt>
          <dd>
            {connection === null
              ? t('none was made')
              : t(
                  `local port ${connection.localPort} to ${connection.remote}, ${quantityText(connection.ageMs, 'ms')} old, ${counted(connection.earlierRequests, 'earlier request')}`,
                )}
          </dd>
        </div>
      </dl>
      {sample.headers.length === 0 ? null : (
        <table class="headers" translate={false}>
          <caption>{t('Headers of the answer')}</caption>
          <tbody>
            {sample.headers.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="body-title">{t(sample.body === '' ? 'No body' : 'Body')}</p>
      {sample.body === '' ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre class="body" tabIndex={0} translate={false}>
          {sample.body}
        </pre>
      )}
    </div>
  )
}
