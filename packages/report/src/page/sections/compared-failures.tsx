import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

interface Properties {
  readonly texts: readonly Readonly<{ text: string; counts: readonly number[]; change: string }>[]
  readonly names: readonly string[]
}

/** Which failures vanished, appeared or stayed. */
export function ComparedFailures({ texts, names }: Properties) {
  return (
    <Section id="failures" title="Failure texts">
      {texts.length === 0 ? (
        <p class="lead">{t('Nothing failed in any of the runs.')}</p>
      ) : (
        <ScrollingTable label={t('Failure texts')} class="compared">
          <thead>
            <tr>
              <th scope="col">{t('Text')}</th>
              {names.map((name, place) => (
                <th scope="col" class="number" key={place}>
                  {name}
                </th>
              ))}
              <th scope="col">{t('Change')}</th>
            </tr>
          </thead>
          <tbody>
            {texts.map(({ text, counts, change }) => (
              <tr key={text}>
                <th scope="row" class="code text-cell" translate={false}>
                  {text === '' ? <em>{t('an empty body')}</em> : text}
                </th>
                {counts.map((count, place) => (
                  <td class="number" key={place}>
                    {quantityText(count, 'count')}
                  </td>
                ))}
                <td>
                  <span class={`fate ${change.replace(' ', '-')}`}>{t(change)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollingTable>
      )}
    </Section>
  )
}
