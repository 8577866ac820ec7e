import {
  type CheckCounts,
  hasTags,
  histogramOf,
  isOfStatus,
  type Measured,
  type Metrics,
  type OutcomeMetrics,
  type RequestMetrics,
} from '@loadrun/metrics'
import type { MetricName, Selector, Statistic, Threshold } from '@loadrun/plan'
import { type RequestTime, statisticOf } from '../figures/times.ts'
import { gaugeValues, statisticOfValues } from './gauges.ts'
import { observeOwn } from './observe-own.ts'
import { type Stretch, stretchesOf, stretchUntil } from './stretch.ts'

/**
 * What a threshold's metric came to, in the threshold's unit: over the run, or in the stretch that was worst by it.
 * `undefined` where nothing was measured.
 */
export function observe(threshold: Threshold, measured: Measured): number | undefined {
  const values = stretchesOf(threshold, measured).flatMap((stretch) => observeStretch(threshold, stretch) ?? [])
  if (values.length === 0) return undefined
  const worse = threshold.operator.startsWith('<') ? Math.max : Math.min
  return values.reduce((worst, value) => worse(worst, value))
}

/** The same as it stood at the end of one of the run's seconds. */
export function observeUntil(toMs: number, threshold: Threshold, measured: Measured): number | undefined {
  if (threshold.windowMs === undefined) return observeStretch(threshold, stretchUntil(toMs, measured))
  return observe(threshold, { ...measured, elapsedMs: toMs })
}

function observeStretch(threshold: Threshold, stretch: Stretch): number | undefined {
  const { metric, own, selector, statistic } = threshold
  switch (metric) {
    case 'http_req_duration':
    case 'http_req_blocked':
    case 'http_req_looking_up':
    case 'http_req_connecting':
    case 'http_req_tls_handshaking':
    case 'http_req_sending':
    case 'http_req_waiting':
    case 'http_req_receiving':
    case 'response_time':
    case 'service_time': {
      const time = requestTimes[metric]
      const outcomes = requestsOf(stretch.metrics, threshold).flatMap((request) => outcomesOf(request, selector))
      return statisticOf(histogramOf(...outcomes.map((one) => one[time])), statistic)
    }
    case 'iteration_duration':
      return statisticOf(
        histogramOf(...scenariosOf(stretch.metrics, selector).map((one) => one.iterationDuration)),
        statistic,
      )
    case 'lateness':
      return statisticOf(histogramOf(...stretch.metrics.map(({ generator }) => generator.lateness)), statistic)
    case 'http_req_failed': {
      const requests = requestsOf(stretch.metrics, threshold)
      return share(
        requests.map(({ failed }) => failed.count),
        requests.map(({ ok }) => ok.count),
      )
    }
    case 'checks': {
      const checks = checksOf(stretch.metrics, threshold)
      return share(
        checks.map(({ passes }) => passes),
        checks.map(({ fails }) => fails),
      )
    }
    case 'http_reqs': {
      const requests = requestsOf(stretch.metrics, threshold)
      const counts = requests.map((request) => countOf(request, selector))
      return requests.length === 0 ? undefined : counter(counts, stretch, statistic)
    }
    case 'data_sent':
    case 'data_received': {
      const requests = requestsOf(stretch.metrics, threshold)
      const counts = requests.map((each) => (metric === 'data_sent' ? each.bytesSent : each.bytesReceived))
      return requests.length === 0 ? undefined : counter(counts, stretch, statistic)
    }
    case 'iterations': {
      const scenarios = scenariosOf(stretch.metrics, selector)
      const counts = scenarios.map(({ iterations }) => iterations)
      return scenarios.length === 0 ? undefined : counter(counts, stretch, statistic)
    }
    case 'dropped_iterations': {
      const scenarios = scenariosOf(stretch.metrics, selector)
      const counts = scenarios.map(({ droppedIterations }) => droppedIterations)
      return scenarios.every(({ planned }) => planned === 0) ? undefined : counter(counts, stretch, statistic)
    }
    case 'script_errors': {
      const errors = stretch.metrics.flatMap(({ scriptErrors = [] }) => scriptErrors)
      const of = errors.filter(({ scenario }) => selector.scenario === undefined || scenario === selector.scenario)
      return counter(
        of.map(({ count }) => count),
        stretch,
        statistic,
      )
    }
    case 'own':
      return own === undefined ? undefined : observeOwn(own.name, threshold, stretch)
    case 'sockets':
    case 'tier':
      return statisticOfValues(gaugeValues(metric, selector, stretch), statistic)
  }
}

const requestTimes = {
  http_req_duration: 'httpReqDuration',
  http_req_blocked: 'httpReqBlocked',
  http_req_looking_up: 'httpReqLookingUp',
  http_req_connecting: 'httpReqConnecting',
  http_req_tls_handshaking: 'httpReqTlsHandshaking',
  http_req_sending: 'httpReqSending',
  http_req_waiting: 'httpReqWaiting',
  http_req_receiving: 'httpReqReceiving',
  response_time: 'responseTime',
  service_time: 'serviceTime',
} as const satisfies Partial<Record<MetricName, RequestTime>>

/** A step is named by its name, or, as `/search` for `GET /search`, by the path in the one that it was given. */
function requestsOf(metrics: readonly Metrics[], threshold: Narrowed): readonly RequestMetrics[] {
  return rowsOf(metrics, threshold)
    .filter(([row, request]) => isTagged(row, request, threshold))
    .map(([, request]) => request)
}

/** Tags of a check and of the request that it is counted with hold for it alike. */
function checksOf(metrics: readonly Metrics[], threshold: Narrowed): readonly CheckCounts[] {
  const { tags = {} } = threshold.selector
  return rowsOf(metrics, threshold).flatMap(([row, request]) => {
    const checks = Object.values(request.checks)
    if (isTagged(row, request, threshold)) return checks
    return checks.filter(({ tagged }) => tagged && hasTags({ ...request.tagged?.tags, ...tagged.tags }, tags))
  })
}

type Narrowed = Pick<Threshold, 'selector' | 'rows'>

function rowsOf(
  metrics: readonly Metrics[],
  { selector: { scenario, step } }: Narrowed,
): readonly (readonly [row: string, RequestMetrics])[] {
  const isMeant = (name: string) => step === undefined || name === step || name.endsWith(` ${step}`)
  return metrics
    .flatMap(({ requests }) => Object.entries(requests))
    .filter(([, request]) => scenario === undefined || request.scenario === scenario)
    .filter(([, { step: whole, tagged }]) => isMeant(tagged?.name ?? whole))
}

function isTagged(row: string, { tagged }: RequestMetrics, { selector: { tags }, rows }: Narrowed): boolean {
  return tags === undefined || rows?.includes(row) === true || (tagged !== undefined && hasTags(tagged.tags, tags))
}

/** How the requests of a row ended, as far as these are meant. */
function outcomesOf(
  { ok, failed, byStatus }: RequestMetrics,
  { status, expectedResponse }: Selector,
): readonly OutcomeMetrics[] {
  if (status !== undefined) return [byStatus?.[status] ?? []].flat()
  return [...(expectedResponse === false ? [] : [ok]), ...(expectedResponse === true ? [] : [failed])]
}

function countOf(request: RequestMetrics, selector: Selector): number {
  const { status } = selector
  if (status === undefined) return total(outcomesOf(request, selector).map(({ count }) => count))
  const counts = Object.entries(request.statuses)
  return total(counts.filter(([each]) => isOfStatus(Number(each), status)).map(([, count]) => count))
}

function scenariosOf(metrics: readonly Metrics[], { scenario }: Selector) {
  return metrics.flatMap(({ scenarios }) =>
    Object.entries(scenarios)
      .filter(([name]) => scenario === undefined || name === scenario)
      .map(([, one]) => one),
  )
}

function share(parts: readonly number[], others: readonly number[]): number | undefined {
  const part = total(parts)
  const whole = part + total(others)
  return whole === 0 ? undefined : part / whole
}

function counter(counts: readonly number[], { durationMs }: Stretch, statistic: Statistic): number | undefined {
  if (statistic.kind !== 'rate') return total(counts)
  return durationMs > 0 ? total(counts) / (durationMs / 1000) : undefined
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
