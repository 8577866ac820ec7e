import type { ComparedFigure } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'

interface Properties {
  readonly row: Pick<ComparedFigure, 'label' | 'note' | 'values' | 'unit'>
}

/** What a figure is called, and its value in each column. */
export function FigureCells({ row }: Properties) {
  return (
    <>
      <th scope="row">
        {t(row.label)} {row.note === '' ? null : <small>{t(row.note)}</small>}
      </th>
      {row.values.map((value, place) => (
        <td class="number" key={place}>
          {quantityText(value, row.unit)}
        </td>
      ))}
    </>
  )
}
