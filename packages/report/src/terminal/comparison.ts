import type { Comparison } from '@loadrun/analysis'
import { comparisonContent } from '../content/comparison.ts'
import type { ComparisonContent, FigureChange } from '../content/content.ts'
import { shortened } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { harmless, type Ink, inkOf } from './ink.ts'
import { aligned, wrapped } from './layout.ts'
import { section } from './section.ts'
import type { TerminalOptions } from './summary.ts'

/** Sides next to each other for the terminal, in the order of the page. Ends without a line break. */
export function renderComparison(comparison: Comparison, { color, width }: TerminalOptions): string {
  const content = comparisonContent(comparison)
  const names = content.sides.map(({ name }) => name)
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
    ...(content.rows.length === 0 ? [] : ['', `    ${wrapped(content.method, width - 4, '    ')}`]),
    ...section('FAILURE TEXTS', failureLines(content, names, width), ink),
  ].join('\n')
}

function table(rows: readonly (readonly string[])[], names: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : aligned([['', ...names], ...rows]).map((line) => `    ${line}`)
}

/** Values of all sides, then of each but the first what changed, between which bounds, and the verdict. */
function figureLines({ rows }: ComparisonContent, names: readonly string[], ink: Ink): readonly string[] {
  if (rows.length === 0) return []
  const others = names.slice(1)
  const heads = others.flatMap((name) => [others.length === 1 ? 'change' : `change to ${name}`, '95 %'])
  const lines = table(
    rows.map((row) => [
      row.label,
      ...row.values.map((value) => quantityText(value, row.unit)),
      ...row.changes.flatMap(({ change, interval }) => [change, interval]),
    ]),
    [...names, ...heads],
  )
  const width = Math.max(...lines.map((line) => line.length))
  return lines.map((line, place) => {
    const row = place === 0 ? undefined : rows[place - 1]
    const verdicts = (row?.changes ?? []).map((change) => inked(change, ink)).filter((verdict) => verdict !== '')
    return verdicts.length === 0 ? line : `${line.padEnd(width)}  ${verdicts.join('  ')}`
  })
}

function inked({ verdict, tone, advice }: FigureChange, ink: Ink): string {
  if (tone === 'better') return ink.good(verdict)
  if (tone === 'worse') return ink.bad(verdict)
  return verdict === 'inconclusive' ? ink.faint(`${verdict}: ${advice}`) : verdict
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
