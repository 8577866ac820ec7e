import { histogramOf, type Metrics, type RunResult } from '@loadrun/metrics'

/** The columns, each with what it holds of a second. Times are in milliseconds, of all requests that ended in it. */
const columns: Readonly<Record<string, (interval: Metrics) => number | undefined>> = {
  from_ms: ({ fromMs }) => fromMs,
  to_ms: ({ toMs }) => toMs,
  planned: (interval) => scenarioSum(interval, 'planned'),
  ok: ({ requests }) => sum(Object.values(requests).map(({ ok }) => ok.count)),
  failed: ({ requests }) => sum(Object.values(requests).map(({ failed }) => failed.count)),
  dropped_iterations: (interval) => scenarioSum(interval, 'droppedIterations'),
  vus: (interval) => scenarioSum(interval, 'vus'),
  response_time_p50_ms: (interval) => percentile(interval, 50),
  response_time_p95_ms: (interval) => percentile(interval, 95),
  response_time_p99_ms: (interval) => percentile(interval, 99),
  response_time_max_ms: (interval) => percentile(interval, 100),
}

/** A run second by second as CSV (RFC 4180); cells are empty where nothing was measured. */
export function renderCsv({ intervals }: Pick<RunResult, 'intervals'>): string {
  const rows = intervals.map((interval) => Object.values(columns).map((of) => of(interval) ?? ''))
  return [Object.keys(columns), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}

function percentile({ requests }: Metrics, percent: number): number | undefined {
  const encoded = Object.values(requests).flatMap(({ ok, failed }) => [ok.responseTime, failed.responseTime])
  const histogram = histogramOf(...encoded)
  return histogram.count === 0 ? undefined : histogram.percentileMs(percent)
}

function scenarioSum({ scenarios }: Metrics, count: 'planned' | 'droppedIterations' | 'vus'): number {
  return sum(Object.values(scenarios).map((scenario) => scenario[count]))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
