import type { Metrics, RunResult } from '@loadrun/metrics'
import { type Chart, rounded } from '../chart.ts'
import { type IntervalTimes, intervalTimes } from '../interval-times.ts'
import type { Outcome } from '../totals.ts'
import { intervalEnds } from './over-time.ts'

const titles: Readonly<Record<Outcome, string>> = {
  ok: 'Response time of successes',
  all: 'Response time of all requests, failures included',
  failed: 'Response time of failures',
}

/** Percentiles over time of what a visitor waits, with the service time beside them. */
export function responseTimeChart(result: RunResult, outcome: Outcome): Chart {
  const { intervals } = result
  const response = intervals.map((interval) => intervalTimes(interval, outcome, 'responseTime'))
  const service = intervals.map((interval) => intervalTimes(interval, outcome, 'serviceTime'))
  return {
    id: `response-time-${outcome}`,
    title: titles[outcome],
    meaning:
      'From the moment the plan said “send” to the last byte, of requests that ended in each second. Service time starts when the request was handed to the client: a gap between the two is the generator being late.',
    unit: 'ms',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      { label: 'service time p95', colour: 'grey', stroke: 'broad', values: valuesOf(service, 'p95Ms') },
      { label: 'p50', colour: 'sky', stroke: 'solid', values: valuesOf(response, 'p50Ms') },
      { label: 'p95', colour: 'blue', stroke: 'solid', values: valuesOf(response, 'p95Ms') },
      { label: 'p99', colour: 'orange', stroke: 'solid', values: valuesOf(response, 'p99Ms') },
      { label: 'max', colour: 'vermilion', stroke: 'dotted', values: valuesOf(response, 'maxMs') },
    ],
    marks: [],
  }
}

type Figure = Exclude<keyof IntervalTimes, 'bands'>

/** One figure of the response times in each interval. */
export function responseTimes(
  intervals: readonly Metrics[],
  outcome: Outcome,
  figure: Figure,
): readonly (number | null)[] {
  return valuesOf(
    intervals.map((interval) => intervalTimes(interval, outcome, 'responseTime')),
    figure,
  )
}

function valuesOf(times: readonly (IntervalTimes | undefined)[], figure: Figure): readonly (number | null)[] {
  return times.map((one) => rounded(one?.[figure]))
}
