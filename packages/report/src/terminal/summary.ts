import type { RunResult } from '@loadrun/metrics'
import type { DistributionRow, FailureCard, RunContent, Tone } from '../content/content.ts'
import { shownPercentiles } from '../content/content.ts'
import { runContent } from '../content/run.ts'
import { momentText } from '../wording/duration.ts'
import { counted, shortened } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { harmless, type Ink, inkOf } from './ink.ts'
import { aligned, dotted, wrapped } from './layout.ts'
import { section } from './section.ts'

export interface TerminalOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
}

const cardsShown = 5
const labelWidth = 30

/** A finished run for the terminal, in the order of the page: errors first. Ends without a line break. */
export function renderSummary(result: RunResult, { color, width }: TerminalOptions): string {
  const content = runContent(result)
  const ink = inkOf(color)
  return [
    ...headLines(content, ink, width),
    ...section('WHAT FAILED', failureLines(content.failures, ink), ink),
    ...section('FINDINGS', findingLines(content, width), ink),
    ...section('THRESHOLDS', thresholdLines(content, ink), ink),
    ...section('FIGURES', figureLines(content), ink),
    ...section('COUNTS THAT DIFFER', disagreementLines(content, ink), ink),
  ].join('\n')
}

function headLines({ heading, verdict }: RunContent, ink: Ink, width: number): readonly string[] {
  const symbols: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', doubtful: '?', running: '…' }
  return [
    '',
    `  ${ink[verdict.tone](ink.bold(`${symbols[verdict.tone]} ${heading.name} / ${heading.variant}: ${verdict.title.toLowerCase()}`))}`,
    `    ${wrapped(harmless(verdict.sentence), width - 4, '    ')}`,
    ...verdict.reservations.map((reservation) => `    ! ${wrapped(harmless(reservation), width - 6, '      ')}`),
  ]
}

function failureLines(cards: readonly FailureCard[], ink: Ink): readonly string[] {
  const lines = cards.slice(0, cardsShown).flatMap((card) => cardLines(card, ink))
  const rest = cards.length - cardsShown
  return rest > 0 ? [...lines, '', `    and ${counted(rest, 'more text')}, in the report`] : lines
}

function cardLines(card: FailureCard, ink: Ink): readonly string[] {
  const count = quantityText(card.count, 'count').padStart(10)
  const indent = ' '.repeat(14)
  const text = shortened(harmless(card.text), 400) || '(an empty body)'
  const when =
    card.firstMs === null || card.lastMs === null
      ? ''
      : `, from ${momentText(card.firstMs)} to ${momentText(card.lastMs)}`
  const places = aligned(
    card.places.map((place) => [
      place.tier,
      harmless(place.where),
      place.how,
      quantityText(place.count, 'count'),
      place.share === null ? '' : quantityText(place.share, 'share'),
    ]),
    new Set([0, 1, 2]),
  )
  return [
    // In one line whatever the width, so that it can be searched for, in a log above all.
    `  ${ink.bad(ink.bold(count))}  ${ink.bold(text)}`,
    `${indent}${ink.faint(`${quantityText(card.share, 'share')} ${card.shareOf}${when}`)}`,
    ...places.map((place) => `${indent}${ink.faint(place)}`),
  ]
}

function findingLines({ findings }: RunContent, width: number): readonly string[] {
  return findings.map(({ sentence }) => `    • ${wrapped(harmless(sentence), width - 6, '      ')}`)
}

function thresholdLines({ thresholds }: RunContent, ink: Ink): readonly string[] {
  const marks = { pass: ink.good('✓'), fail: ink.bad('✗'), 'no-data': ink.doubtful('?') }
  const rows = aligned(
    thresholds.map(({ source, observed, unit }) => [
      source,
      observed === null ? 'no data' : quantityText(observed, unit),
    ]),
  )
  return rows.map((row, place) => `    ${marks[thresholds[place]?.status ?? 'no-data']} ${row}`)
}

function figureLines(content: RunContent): readonly string[] {
  const figures = content.keyFigures.map(
    ({ label, value, unit, note }) =>
      `    ${dotted(label, labelWidth)} ${unit === 'text' || typeof value === 'string' ? (value ?? '–') : quantityText(value, unit)}${note === undefined ? '' : `  (${note})`}`,
  )
  const times = content.distributions.filter(({ id }) => id === 'response-time' || id === 'http-req-duration')
  const rows = times.flatMap(({ title, rows: outcomes }) =>
    outcomes.filter(({ count }) => count > 0).map((row) => ({ label: `${title}, ${row.label}`, row })),
  )
  const values = aligned(
    rows.map(({ row }) => timeCells(row)),
    new Set([0, 1, 2, 3]),
  )
  const timeLines = rows.map(({ label }, place) => `    ${dotted(label, labelWidth)} ${values[place] ?? ''}`)
  return [...figures, ...timeLines, ...partsLine(content)]
}

/** Where the time of a request went, in the mean of all. */
function partsLine({ distributions }: RunContent): readonly string[] {
  const mean = (part: string) => {
    const row = distributions.find(({ id }) => id === `http-req-${part}`)?.rows.find(({ label }) => label === 'all')
    return row === undefined || row.count === 0 ? undefined : quantityText(row.meanMs, 'ms').replace(' ', '')
  }
  if (mean('blocked') === undefined) return []
  const blocked = `blocked ${mean('blocked')} (looking up ${mean('looking-up')}, connecting ${mean('connecting')}, TLS ${mean('tls-handshaking')})`
  const others = ['sending', 'waiting', 'receiving'].map((part) => `${part} ${mean(part)}`)
  return [`    ${dotted('Mean of a request', labelWidth)} ${[blocked, ...others].join(', ')}`]
}

function timeCells(row: DistributionRow): readonly string[] {
  return [
    `mean=${quantityText(row.meanMs, 'ms')}`,
    ...shownPercentiles
      .map((percentile, place) => [percentile, row.percentilesMs[place]] as const)
      .filter(([percentile]) => percentile !== 90 && percentile !== 99.9)
      .map(([percentile, value]) => `p(${percentile})=${quantityText(value, 'ms')}`),
    `max=${quantityText(row.maxMs, 'ms')}`,
  ].map((cell) => cell.replace(' ', ''))
}

function disagreementLines({ agreements }: RunContent, ink: Ink): readonly string[] {
  return agreements
    .filter(({ agrees }) => !agrees)
    .map(
      ({ what, left, right }) =>
        `    ${ink.doubtful('!')} ${what}: ${left.label} ${quantityText(Number(left.value), 'count')}, ${right.label} ${quantityText(Number(right.value), 'count')}`,
    )
}
