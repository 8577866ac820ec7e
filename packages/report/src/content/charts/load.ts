import type { RunResult } from '@loadrun/metrics'
import { type Chart, rounded } from '../chart.ts'
import { sumOfRequests, sumOfScenarios } from '../totals.ts'
import { intervalEnds, ratePerInterval } from './over-time.ts'

/** What the plan asked for, what was sent, and how it ended. */
export function requestRateChart(result: RunResult): Chart {
  const { intervals } = result
  return {
    id: 'request-rate',
    title: 'Request rate',
    meaning:
      'Arrivals that the plan made due, those that were started, and how their requests ended, per second. Dropped arrivals came due while every user was busy, so they were never sent.',
    unit: 'perSecond',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      {
        label: 'planned arrivals',
        colour: 'grey',
        stroke: 'broad',
        values: ratePerInterval(intervals, (interval) => sumOfScenarios(interval, ({ planned }) => planned)),
      },
      {
        label: 'started',
        colour: 'blue',
        stroke: 'solid',
        values: ratePerInterval(intervals, (interval) => sumOfScenarios(interval, ({ started }) => started)),
      },
      {
        label: 'succeeded',
        colour: 'green',
        stroke: 'solid',
        values: ratePerInterval(intervals, (interval) => sumOfRequests(interval, ({ ok }) => ok.count)),
      },
      {
        label: 'failed',
        colour: 'vermilion',
        stroke: 'solid',
        values: ratePerInterval(intervals, (interval) => sumOfRequests(interval, ({ failed }) => failed.count)),
      },
      ...warmUpLine(result),
      {
        label: 'dropped',
        colour: 'purple',
        stroke: 'dotted',
        values: ratePerInterval(intervals, (interval) =>
          sumOfScenarios(interval, ({ droppedIterations }) => droppedIterations),
        ),
      },
    ],
    marks: [],
    wide: true,
  }
}

function warmUpLine({ intervals, total }: RunResult): Chart['lines'] {
  if (total.warmUp === undefined) return []
  const values = ratePerInterval(intervals, ({ warmUp }) => warmUp?.requests ?? 0)
  return [{ label: 'of the warm-up, not counted', colour: 'grey', stroke: 'dotted', values }]
}

/** Users busy with an iteration. */
export function usersChart({ intervals }: RunResult): Chart {
  return {
    id: 'users',
    title: 'Busy users',
    meaning: 'Users in the middle of an iteration: at the end of each second, and at most during it.',
    unit: 'count',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      {
        label: 'busy',
        colour: 'blue',
        stroke: 'solid',
        values: intervals.map((interval) => rounded(sumOfScenarios(interval, ({ vus }) => vus))),
      },
      {
        label: 'at most',
        colour: 'sky',
        stroke: 'dotted',
        values: intervals.map((interval) => rounded(sumOfScenarios(interval, ({ vusMax }) => vusMax))),
      },
    ],
    marks: [],
  }
}
