import type { Comparison } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import { comparisonContent } from '../content/comparison.ts'
import type { ComparisonContent } from '../content/content.ts'
import { shortened } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { harmless, type Ink, inkOf } from './ink.ts'
import { aligned, wrapped } from './layout.ts'
import type { TerminalOptions } from './summary.ts'

/** Several runs side by side for the terminal, in the order of the page. Ends without a line break. */
export function renderComparison(
  results: readonly RunResult[],
  comparison: Comparison,
  { color, width }: TerminalOptions,
): string {
  const content = comparisonContent(results, comparison)
  const names = content.runs.map(({ heading }) => heading.variant)
  const ink = inkOf(color)
  return [
    '',
    `  ${ink.bold(`${content.name}: ${names.join(' → ')}`)}`,
    ...section(
      'WHAT WAS SET DIFFERENTLY',
      table(
        content.configuration.map(({ path, values }) => [path, ...values.map((value) => value ?? 'not set')]),
        names,
      ),
      ink,
    ),
    ...section(
      'FINDINGS',
      content.findings.map(({ sentence }) => `    • ${wrapped(harmless(sentence), width - 6, '      ')}`),
      ink,
    ),
    ...section('FIGURES', figureLines(content, names, ink), ink),
    ...section('FAILURE TEXTS', failureLines(content, names, width), ink),
  ].join('\n')
}

function section(title: string, lines: readonly string[], ink: Ink): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${ink.bold(title)}`, ...lines]
}

function table(rows: readonly (readonly string[])[], names: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : aligned([['', ...names], ...rows]).map((line) => `    ${line}`)
}

function figureLines({ rows }: ComparisonContent, names: readonly string[], ink: Ink): readonly string[] {
  if (rows.length === 0) return []
  const [head = '', ...lines] = table(
    rows.map((row) => [row.label, ...row.values.map((value) => quantityText(value, row.unit)), row.change]),
    [...names, 'change'],
  )
  return [
    head,
    ...lines.map((line, place) => {
      const tone = rows[place]?.tone ?? 'neutral'
      return tone === 'neutral' ? line : `${line}  ${tone === 'better' ? ink.good(tone) : ink.bad(tone)}`
    }),
  ]
}

function failureLines({ failureTexts }: ComparisonContent, names: readonly string[], width: number): readonly string[] {
  return table(
    failureTexts.map(({ text, counts, change }) => [
      shortened(harmless(text), Math.max(24, width - 48)) || '(an empty body)',
      ...counts.map((count) => quantityText(count, 'count')),
      change,
    ]),
    [...names, ''],
  )
}
