import type { Figure } from '../../content/content.ts'
import { t } from '../language/language.ts'
import { FigureValue } from './figure-value.tsx'

/** The few figures that most readers want first. */
export function KeyFigures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl class="key-figures">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{t(figure.label)}</dt>
          <dd>
            <FigureValue figure={figure} />
            {figure.note === undefined ? null : <small>{t(figure.note)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
