import type { Histogram, Metrics, OutcomeMetrics, RunResult } from '@loadrun/metrics'
import { type Chart, type Line, rounded } from '../chart.ts'
import { timingOf } from '../timing.ts'
import { type Outcome, outcomes } from '../totals.ts'
import { intervalEnds } from './over-time.ts'

const titles: Readonly<Record<Outcome, string>> = {
  ok: 'Response time of successes',
  all: 'Response time of all requests, failures included',
  failed: 'Response time of failures',
}

/** Percentiles over time of what a visitor waits, with the service time beside them. */
export function responseTimeChart(result: RunResult, outcome: Outcome): Chart {
  const { intervals } = result
  const response = timings(intervals, outcome, (part) => part.responseTime)
  const service = timings(intervals, outcome, (part) => part.serviceTime)
  return {
    id: `response-time-${outcome}`,
    title: titles[outcome],
    meaning:
      'From the moment the plan said “send” to the last byte, of requests that ended in each second. Service time starts when the request was handed to the client: a gap between the two is the generator being late.',
    unit: 'ms',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      percentileLine(service, 95, { label: 'service time p95', colour: 'grey', stroke: 'broad' }),
      percentileLine(response, 50, { label: 'p50', colour: 'sky', stroke: 'solid' }),
      percentileLine(response, 95, { label: 'p95', colour: 'blue', stroke: 'solid' }),
      percentileLine(response, 99, { label: 'p99', colour: 'orange', stroke: 'solid' }),
      {
        label: 'max',
        colour: 'vermilion',
        stroke: 'dotted',
        values: response.map((timing) => rounded(timing?.maxMs)),
      },
    ],
    marks: [],
  }
}

/** One percentile of response time in each interval. */
export function responseTimePercentile(
  intervals: readonly Metrics[],
  outcome: Outcome,
  percentile: number,
): readonly (number | null)[] {
  return timings(intervals, outcome, (part) => part.responseTime).map((timing) =>
    rounded(timing?.percentileMs(percentile)),
  )
}

function timings(
  intervals: readonly Metrics[],
  outcome: Outcome,
  histogram: (part: OutcomeMetrics) => string,
): readonly (Histogram | undefined)[] {
  return intervals.map((interval) => timingOf(outcomes(interval, outcome).map(histogram)))
}

function percentileLine(
  timings: readonly (Histogram | undefined)[],
  percentile: number,
  look: Pick<Line, 'label' | 'colour' | 'stroke'>,
): Line {
  return { ...look, values: timings.map((timing) => rounded(timing?.percentileMs(percentile))) }
}
