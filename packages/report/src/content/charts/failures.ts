import type { RunResult } from '@loadrun/metrics'
import { causeText } from '../../wording/cause.ts'
import { shortened } from '../../wording/name.ts'
import type { Chart, Colour, Line } from '../chart.ts'
import type { FailureCard } from '../content.ts'
import { intervalEnds, ratePerInterval } from './over-time.ts'

const colours: readonly Colour[] = ['vermilion', 'blue', 'orange', 'green', 'purple', 'sky', 'brown']

/** Failures over time, a line for each text: one status may stand for several troubles. */
export function failureChart(result: RunResult, cards: readonly FailureCard[]): Chart {
  const seen = cards.filter((card) => card.trend.some((count) => count > 0)).toSorted((a, b) => b.count - a.count)
  const lines = seen.slice(0, colours.length).map((card, place): Line => {
    return { ...lineOf(result, labelOf(card), colours[place] ?? 'grey', [card]), verbatim: true }
  })
  const rest = seen.slice(colours.length)
  if (rest.length > 0) lines.push(lineOf(result, `${rest.length} other texts`, 'grey', rest))
  return {
    id: 'failures',
    title: 'Failures by text',
    meaning: 'Failed requests per second, by what was said when they failed.',
    unit: 'perSecond',
    axis: 'time',
    at: intervalEnds(result.intervals),
    lines,
    marks: [],
    wide: true,
  }
}

function labelOf(card: FailureCard): string {
  return shortened(card.text, 64) || (card.places[0]?.how ?? 'no text')
}

function lineOf(result: RunResult, label: string, colour: Colour, cards: readonly FailureCard[]): Line {
  const order = new Map(result.intervals.map((interval, index) => [interval, index]))
  return {
    label,
    colour,
    stroke: 'solid',
    values: ratePerInterval(result.intervals, (interval) =>
      cards.reduce((sum, card) => sum + (card.trend[order.get(interval) ?? -1] ?? 0), 0),
    ),
  }
}

/** Failures over time, a line for each cause as the client could tell it. */
export function causeChart(result: RunResult): Chart {
  const causes = new Map<string, number>()
  for (const group of result.total.failures) {
    const cause = causeText(group.cause, group.status)
    causes.set(cause, (causes.get(cause) ?? 0) + group.count)
  }
  const ordered = [...causes].toSorted((a, b) => b[1] - a[1]).map(([cause]) => cause)
  return {
    id: 'causes',
    title: 'Failures by cause',
    meaning: 'Failed requests per second, by what the client could tell: the status, or why there was none.',
    unit: 'perSecond',
    axis: 'time',
    at: intervalEnds(result.intervals),
    lines: ordered.map((cause, place) => ({
      label: cause,
      colour: colours[place] ?? 'grey',
      stroke: 'solid',
      values: ratePerInterval(result.intervals, (interval) =>
        interval.failures
          .filter((group) => causeText(group.cause, group.status) === cause)
          .reduce((sum, group) => sum + group.count, 0),
      ),
    })),
    marks: [],
  }
}
