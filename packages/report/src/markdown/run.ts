import type { RunResult } from '@loadrun/metrics'
import type { FailureCard, RunContent } from '../content/content.ts'
import { shownPercentiles } from '../content/content.ts'
import { runContent } from '../content/run.ts'
import { momentText } from '../wording/duration.ts'
import { counted, shortened } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import { markdownCode, markdownText } from './escape.ts'

const cardsShown = 5

/** A run as Markdown for a pull request's comment or a step's summary, in the order of the page. */
export function renderMarkdown(result: RunResult): string {
  const content = runContent(result)
  return `${[
    head(content),
    failures(content.failures),
    findings(content),
    thresholds(content),
    responseTimes(content),
    footer(content),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

function head({ heading, verdict }: RunContent): string {
  const symbol = { good: '✅', bad: '❌', doubtful: '⚠️', running: '⏳' }[verdict.tone]
  const reservations = verdict.reservations.map((reservation) => `- ${markdownText(reservation)}`)
  return [
    `## ${symbol} ${markdownText(heading.name)} / ${markdownText(heading.variant)}: ${verdict.title.toLowerCase()}`,
    '',
    markdownText(verdict.sentence),
    ...(reservations.length === 0 ? [] : ['', ...reservations]),
  ].join('\n')
}

function failures(cards: readonly FailureCard[]): string {
  if (cards.length === 0) return ''
  const rest = cards.length - cardsShown
  return [
    '### What failed',
    ...cards.slice(0, cardsShown).map(failure),
    ...(rest > 0 ? [`and ${counted(rest, 'more text')}`] : []),
  ].join('\n\n')
}

function failure(card: FailureCard): string {
  const places = card.places.map(
    (place) =>
      `${markdownText(place.tier)}: ${quantityText(place.count, 'count')} × ${markdownText(place.how)} (${markdownText(place.where)})`,
  )
  const when =
    card.firstMs === null || card.lastMs === null
      ? ''
      : `, from ${momentText(card.firstMs)} to ${momentText(card.lastMs)}`
  return [
    `**${quantityText(card.count, 'count')}** × (${quantityText(card.share, 'share')} ${card.shareOf}${when})`,
    markdownCode(card.text === '' ? '(an empty body)' : shortened(card.text, 1000)),
    places.map((place) => `- ${place}`).join('\n'),
  ].join('\n\n')
}

function findings({ findings: found }: RunContent): string {
  if (found.length === 0) return ''
  return ['### Findings', '', ...found.map(({ sentence }) => `- ${markdownText(sentence)}`)].join('\n')
}

function thresholds({ thresholds: rows }: RunContent): string {
  if (rows.length === 0) return ''
  const words = { pass: '✅ kept', fail: '❌ broken', 'no-data': '⚠️ no data' }
  return [
    '### Thresholds',
    '',
    '| threshold | seen | result |',
    '| --- | ---: | --- |',
    ...rows.map(
      ({ source, observed, unit, status }) =>
        `| ${markdownText(source)} | ${quantityText(observed, unit)} | ${words[status]} |`,
    ),
  ].join('\n')
}

function responseTimes({ distributions }: RunContent): string {
  const response = distributions.find(({ id }) => id === 'response-time')
  if (response === undefined) return ''
  return [
    '### Response time',
    '',
    `| requests | count | mean | ${shownPercentiles.map((percentile) => `p${percentile}`).join(' | ')} | max |`,
    `| --- | ---: | ---: | ${shownPercentiles.map(() => '---:').join(' | ')} | ---: |`,
    ...response.rows.map(
      (row) =>
        `| ${row.label} | ${quantityText(row.count, 'count')} | ${[row.meanMs, ...row.percentilesMs, row.maxMs].map((value) => quantityText(value, 'ms')).join(' | ')} |`,
    ),
  ].join('\n')
}

function footer({ heading }: RunContent): string {
  return `${heading.load.map(markdownText).join('; ')}, against ${markdownText(heading.target)}, ${heading.startedAt}`
}
