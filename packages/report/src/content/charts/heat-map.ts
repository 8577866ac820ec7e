import type { RunResult } from '@loadrun/metrics'
import { type Chart, rounded } from '../chart.ts'
import { intervalTimes } from '../interval-times.ts'
import { bandStartMs } from '../time-bands.ts'
import { intervalEnds } from './over-time.ts'

/** How the response times of each second lay: two peaks, as of quick answers and timeouts, are one line in a percentile. */
export function heatMapChart({ intervals }: RunResult): Chart {
  const times = intervals.map((interval) => intervalTimes(interval, 'all', 'responseTime'))
  const seen = new Set(times.flatMap((one) => [...(one?.bands.keys() ?? [])]))
  const lowest = seen.size === 0 ? 0 : [...seen].reduce((a, b) => Math.min(a, b))
  const highest = seen.size === 0 ? -1 : [...seen].reduce((a, b) => Math.max(a, b))
  const bands = Array.from({ length: highest - lowest + 1 }, (_, place) => lowest + place)
  return {
    id: 'heat-map',
    title: 'How response times lay',
    meaning:
      'All requests, failures included: the darker a field, the more requests of that second took that long. The scale is logarithmic.',
    unit: 'ms',
    axis: 'time',
    at: intervalEnds(intervals),
    lines: [
      { label: 'p50', colour: 'orange', stroke: 'solid', values: times.map((one) => rounded(one?.p50Ms)) },
      { label: 'p99', colour: 'vermilion', stroke: 'dashed', values: times.map((one) => rounded(one?.p99Ms)) },
    ],
    heat: {
      edges: [...bands, highest + 1].map((band) => Number(bandStartMs(band).toPrecision(4))),
      counts: times.map((one) => bands.map((band) => one?.bands.get(band) ?? 0)),
    },
    marks: [],
    wide: true,
  }
}
