import type { Sweep } from '@loadrun/analysis'
import { sweepContent } from '../content/sweep.ts'
import type { SweepContent, SweepPointContent } from '../content/sweep-content.ts'
import { quantityText } from '../wording/quantity.ts'
import { markdownText } from './escape.ts'
import { markdownTable } from './table.ts'

/** A sweep as Markdown for a pull request's comment: the best point, the figures to choose by, and why. */
export function renderSweepMarkdown(sweep: Sweep): string {
  const content = sweepContent(sweep)
  const varied = content.axes.map(({ name }) => markdownText(name)).join(' and ')
  return `${[
    `## ${markdownText(content.name)} by ${varied}: ${markdownText(content.verdict.title.toLowerCase())}`,
    markdownText(content.verdict.sentence),
    content.verdict.reservations.map((reservation) => `- ⚠️ ${markdownText(reservation)}`).join('\n'),
    points(content),
    content.findings.map(({ sentence }) => `- ${markdownText(sentence)}`).join('\n'),
    `<sub>${markdownText(content.method)}</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

function points({ axes, columns, points: rows }: SweepContent): string {
  return markdownTable(
    [...axes.map(({ name }) => name), 'to the best', ...columns.map(({ label }) => label)].map(markdownText),
    rows.map((point) => [
      ...point.values.map(markdownText),
      standingText(point),
      ...point.cells.map(({ value, simulated }, place) =>
        quantityText(value ?? simulated?.middle, columns[place]?.unit ?? 'count'),
      ),
    ]),
  )
}

function standingText({ standing, tone, status, remarks }: SweepPointContent): string {
  if (tone === 'best') return '🏆 **best**'
  if (remarks.length === 0) return markdownText(standing)
  return markdownText(status === 'failed' ? remarks.join(', ') : `${standing}: ${remarks.join(' ')}`)
}
