import type { Chart, Line } from '../../content/chart.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'

/** What a chart shows, for those who hear it instead. */
export function summaryText(chart: Chart): string {
  const lines = chart.lines.map((line) => `${labelOf(line)} ${extentText(line, chart)}`)
  return `${t(chart.title)}. ${lines.join('; ')}. ${t('The figures are in the table below it.')}`
}

/** What a line is called, in the page's language unless it has a name of its own. */
export function labelOf({ label, verbatim }: Line): string {
  return verbatim === true ? label : t(label)
}

function extentText(line: Line, chart: Chart): string {
  const known = line.values.filter((value) => value !== null)
  if (known.length === 0) return t('without data')
  const from = quantityText(Math.min(...known), chart.unit)
  const to = quantityText(Math.max(...known), chart.unit)
  return from === to ? t(`always ${from}`) : t(`from ${from} to ${to}`)
}

/** The highest value of a line, to show while nothing is pointed at. */
export function highestText(line: Line, chart: Chart): string {
  const highest = line.values.reduce<number | null>(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  )
  return highest === null ? t('no data') : t(`max ${quantityText(highest, chart.unit)}`)
}
