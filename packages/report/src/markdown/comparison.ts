import type { Comparison } from '@loadrun/analysis'
import { comparisonContent } from '../content/comparison.ts'
import type { ComparedFigure, ComparisonContent } from '../content/content.ts'
import { shortened } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { markdownText } from './escape.ts'
import { markdownTable } from './table.ts'

const textsShown = 10

/** A comparison as Markdown for a pull request's comment: the figures that decide, the others folded away. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const content = comparisonContent(comparison)
  const names = content.sides.map(({ name }) => name)
  const explaining = content.rows.filter(({ decisive }) => !decisive)
  return `${[
    `## ${markdownText(content.name)}: ${names.map(markdownText).join(' → ')}`,
    configuration(content, names),
    content.findings.map(({ sentence }) => `- ${markdownText(sentence)}`).join('\n'),
    figures(
      content.rows.filter(({ decisive }) => decisive),
      names,
    ),
    explaining.length === 0
      ? ''
      : `<details><summary>Figures that explain</summary>\n\n${figures(explaining, names)}\n\n</details>`,
    failureTexts(content, names),
    `<sub>${markdownText(content.method)}</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

function configuration({ configuration: rows }: ComparisonContent, names: readonly string[]): string {
  if (rows.length === 0) return 'Nothing was set differently.'
  return markdownTable(
    ['Setting', ...names.map(markdownText)],
    rows.map(({ path, values }) => [path, ...values.map((value) => value ?? 'not set')].map(markdownText)),
  )
}

function figures(rows: readonly ComparedFigure[], names: readonly string[]): string {
  if (rows.length === 0) return ''
  const others = names.slice(1).map(markdownText)
  const changes =
    others.length === 1 ? ['Change', '95 %', 'Verdict'] : others.flatMap((name) => [name, '95 %', 'Verdict'])
  return markdownTable(
    ['Figure', ...names.map(markdownText), ...changes],
    rows.map((row) => [
      markdownText(row.label),
      ...row.values.map((value) => quantityText(value, row.unit)),
      ...row.changes.flatMap(({ change, interval, verdict, tone }) => [
        change,
        interval,
        tone === 'neutral' ? verdict : `${symbols[tone]} **${verdict}**`,
      ]),
    ]),
  )
}

const symbols = { better: '✅', worse: '❌' } as const

function failureTexts({ failureTexts: texts }: ComparisonContent, names: readonly string[]): string {
  if (texts.length === 0) return ''
  return markdownTable(
    ['Failure text', ...names.map(markdownText), ''],
    texts
      .slice(0, textsShown)
      .map(({ text, counts, change }) => [
        markdownText(shortened(text, 200)) || '(an empty body)',
        ...counts.map((count) => quantityText(count, 'count')),
        change,
      ]),
  )
}
