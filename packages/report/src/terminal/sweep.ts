import type { Sweep } from '@loadrun/analysis'
import { plannedEndMs, type SweepPlan } from '@loadrun/plan'
import type { Tone } from '../content/content.ts'
import { sweepContent } from '../content/sweep.ts'
import type { SweepContent, SweepPointContent } from '../content/sweep-content.ts'
import { momentText } from '../wording/duration.ts'
import { counted } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { harmless, type Ink, inkOf } from './ink.ts'
import { aligned, wrapped } from './layout.ts'
import { section } from './section.ts'
import type { TerminalOptions } from './summary.ts'

/** What is about to be run, and how long it will take at least. */
export function renderSweepStart({ axes, points }: SweepPlan, repeats: number, { color }: TerminalOptions): string {
  const loadMs = points.reduce((sum, { plan }) => sum + plannedEndMs(plan), 0) * repeats
  const runs = points.length * repeats
  const varied = axes.map(({ path, values }) => `    ${harmless(`${path} = ${values.join(', ')}`)}`)
  return [
    '',
    `  ${inkOf(color).bold(`${counted(points.length, 'point')}, ${counted(runs, 'run')}: ${momentText(loadMs)} of load`)}`,
    ...varied,
    '',
  ].join('\n')
}

/** The figures of a point that has just been run, in a line. */
export function renderSweepPoint(sweep: Sweep, place: number, { color }: TerminalOptions): string {
  const { points, columns } = sweepContent(sweep)
  const point = points[place]
  if (point === undefined) return ''
  const figures = columns.map(({ label, unit }, column) => `${label} ${quantityText(point.cells[column]?.value, unit)}`)
  const remarks = point.remarks.map((remark) => `\n    ! ${harmless(remark)}`).join('')
  return `  ${inkOf(color).bold(harmless(point.name))}  ${statusText(point)}${figures.join(', ')}${remarks}\n`
}

function statusText({ status }: SweepPointContent): string {
  return status === 'passed' ? '' : `${status.replaceAll('-', ' ')}  `
}

/** A sweep for the terminal, in the order of the page. Ends without a line break. */
export function renderSweep(sweep: Sweep, { color, width }: TerminalOptions): string {
  const content = sweepContent(sweep)
  const ink = inkOf(color)
  return [
    ...headLines(content, ink, width),
    ...section('POINTS', pointLines(content, ink), ink),
    '',
    `    ${wrapped(content.method, width - 4, '    ')}`,
    ...section(
      'FINDINGS',
      content.findings.map(({ sentence }) => `    • ${wrapped(harmless(sentence), width - 6, '      ')}`),
      ink,
    ),
  ].join('\n')
}

const symbols: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', doubtful: '?', running: '…' }

function headLines({ name, axes, verdict }: SweepContent, ink: Ink, width: number): readonly string[] {
  const varied = axes.map((axis) => axis.name).join(' and ')
  const title = `${name} by ${varied}: ${verdict.title.toLowerCase()}`
  return [
    '',
    `  ${ink[verdict.tone](ink.bold(harmless(`${symbols[verdict.tone]} ${title}`)))}`,
    `    ${wrapped(harmless(verdict.sentence), width - 4, '    ')}`,
    ...verdict.reservations.map((reservation) => `    ! ${wrapped(harmless(reservation), width - 6, '      ')}`),
  ]
}

function pointLines({ axes, columns, points }: SweepContent, ink: Ink): readonly string[] {
  const names = axes.map(({ name }) => name)
  const rows = points.map(({ values, standing, cells }) => [
    ...values.map(harmless),
    standing,
    ...cells.map(({ value, simulated }, place) =>
      quantityText(value ?? simulated?.middle, columns[place]?.unit ?? 'count'),
    ),
  ])
  const left = new Set([...names.keys(), names.length])
  const lines = aligned([[...names, 'to the best', ...columns.map(({ label }) => label)], ...rows], left)
  return lines.map((line, place) => {
    const text = `    ${line}`
    return points[place - 1]?.tone === 'best' ? ink.good(text) : text
  })
}
