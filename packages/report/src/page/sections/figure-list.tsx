import type { Figure } from '../../content/content.ts'
import { t } from '../language/language.ts'
import { FigureValue } from './figure-value.tsx'

/** Figures by what they are called. `kind` is a class of the list. */
export function FigureList({ figures, kind }: { figures: readonly Figure[]; kind?: string }) {
  return (
    <dl class={kind}>
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{t(figure.label)}</dt>
          <dd>
            <FigureValue figure={figure} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
