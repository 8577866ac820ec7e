import { type Histogram, histogramOf, type Metrics, type OutcomeMetrics, type RunResult } from '@loadrun/metrics'

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
  http_req_blocked_avg_ms: (interval) => mean(interval, 'httpReqBlocked'),
  http_req_looking_up_avg_ms: (interval) => mean(interval, 'httpReqLookingUp'),
  http_req_connecting_avg_ms: (interval) => mean(interval, 'httpReqConnecting'),
  http_req_tls_handshaking_avg_ms: (interval) => mean(interval, 'httpReqTlsHandshaking'),
  http_req_sending_avg_ms: (interval) => mean(interval, 'httpReqSending'),
  http_req_waiting_avg_ms: (interval) => mean(interval, 'httpReqWaiting'),
  http_req_receiving_avg_ms: (interval) => mean(interval, 'httpReqReceiving'),
  data_sent_bytes: ({ requests }) => sum(Object.values(requests).map(({ bytesSent }) => bytesSent)),
  data_received_bytes: ({ requests }) => sum(Object.values(requests).map(({ bytesReceived }) => bytesReceived)),
}

/** A run second by second as CSV (RFC 4180); cells are empty where nothing was measured. */
export function renderCsv({ intervals }: Pick<RunResult, 'intervals'>): string {
  const rows = intervals.map((interval) => Object.values(columns).map((of) => of(interval) ?? ''))
  return [Object.keys(columns), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}

type Time = Exclude<keyof OutcomeMetrics, 'count'>

function percentile(interval: Metrics, percent: number): number | undefined {
  const histogram = timesOf(interval, 'responseTime')
  return histogram.count === 0 ? undefined : histogram.percentileMs(percent)
}

/** Means of the parts add up to the mean of the whole. To a microsecond, which is what is recorded. */
function mean(interval: Metrics, time: Time): number | undefined {
  const histogram = timesOf(interval, time)
  return histogram.count === 0 ? undefined : Math.round(histogram.meanMs * 1000) / 1000
}

function timesOf({ requests }: Metrics, time: Time): Histogram {
  return histogramOf(...Object.values(requests).flatMap(({ ok, failed }) => [ok[time], failed[time]]))
}

function scenarioSum({ scenarios }: Metrics, count: 'planned' | 'droppedIterations' | 'vus'): number {
  return sum(Object.values(scenarios).map((scenario) => scenario[count]))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
