import type { Figure } from '../../content/content.ts'
import { quantityText } from '../../wording/quantity.ts'

/** A figure's value in its unit, never broken over two lines. */
export function FigureValue({ figure }: { figure: Figure }) {
  const { value, unit } = figure
  if (unit === 'text' || typeof value === 'string') return <span translate={false}>{value ?? '–'}</span>
  return <span class="value">{quantityText(value, unit)}</span>
}
