import type { Metrics } from './metrics.ts'
import type { Measured } from './result.ts'
import { histogramOf } from './summary.ts'

/**
 * Response times second by second as an HdrHistogram log (.hlog), for HistogramLogAnalyzer and its kin. Requests that
 * succeeded have the tag `ok`, others `failed`; values are microseconds, Interval_Max is in milliseconds.
 */
export function histogramLog({ intervals, startedAt }: Pick<Measured, 'intervals' | 'startedAt'>): string {
  const startSeconds = (Date.parse(startedAt) / 1000).toFixed(3)
  return [
    '#[Histogram log format version 1.3]',
    '#[Response times in microseconds, Interval_Max in milliseconds]',
    `#[StartTime: ${startSeconds} (seconds since epoch), ${startedAt}]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...intervals.flatMap((interval) => [lineOf(interval, 'ok'), lineOf(interval, 'failed')].flat()),
    '',
  ].join('\n')
}

/** Seconds without such a request have no line. */
function lineOf({ fromMs, toMs, requests }: Metrics, outcome: 'ok' | 'failed'): readonly string[] {
  const histogram = histogramOf(...Object.values(requests).map((request) => request[outcome].responseTime))
  if (histogram.count === 0) return []
  const seconds = (ms: number) => (ms / 1000).toFixed(3)
  const times = [seconds(fromMs), seconds(toMs - fromMs), histogram.maxMs.toFixed(3)]
  return [`Tag=${outcome},${times.join(',')},${histogram.encode()}`]
}
