import { countedMs } from '@loadrun/analysis'
import {
  type CheckCounts,
  type CustomMetrics,
  type EncodedHistogram,
  type Histogram,
  histogramOf,
  type OutcomeMetrics,
  type RequestMetrics,
  type RunResult,
} from '@loadrun/metrics'

interface SummaryMetric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend'
  readonly contains: 'default' | 'time' | 'data'
  readonly values: Readonly<Record<string, number>>
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}

/** What k6 gives `handleSummary()`: metrics by name with their values, checks, and how long it took. Times are milliseconds. */
export function summaryData(result: RunResult): object {
  return {
    options: { scenarios: result.plan.configuration.scenarios, summaryTrendStats: statsOf(result) },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: result.elapsedMs },
    metrics: withThresholds(metricsOf(result), result),
    root_group: { name: '', path: '', id: '', groups: [], checks: checksOf(result) },
    /** loadrun's own: whether it passed, and why the figures may not be believed. */
    judgement: { outcome: result.judgement.outcome, doubts: result.judgement.doubts },
  }
}

/** k6's, and one more. */
const usualStats = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)']

function statsOf({ plan }: Pick<RunResult, 'plan'>): readonly string[] {
  return plan.script?.trendStats ?? usualStats
}

function metricsOf(result: RunResult): Readonly<Record<string, SummaryMetric>> {
  const { total } = result
  const stats = statsOf(result)
  const requests = Object.values(total.requests)
  const scenarios = Object.values(total.scenarios)
  const seconds = countedMs(result) / 1000
  const failed = sum(requests.map((one) => one.failed.count))
  const counter = (count: number, contains: SummaryMetric['contains'] = 'default'): SummaryMetric => ({
    type: 'counter',
    contains,
    values: { count, rate: seconds > 0 ? count / seconds : 0 },
  })
  const time = (of: keyof Omit<OutcomeMetrics, 'count'>) => trend(encodedOf(requests, of), 'time', stats)
  const checks = checkCounts(requests)
  return {
    http_reqs: counter(failed + sum(requests.map((one) => one.ok.count))),
    http_req_failed: rate(failed, sum(requests.map((one) => one.ok.count))),
    http_req_duration: time('httpReqDuration'),
    http_req_blocked: time('httpReqBlocked'),
    http_req_looking_up: time('httpReqLookingUp'),
    http_req_connecting: time('httpReqConnecting'),
    http_req_tls_handshaking: time('httpReqTlsHandshaking'),
    http_req_sending: time('httpReqSending'),
    http_req_waiting: time('httpReqWaiting'),
    http_req_receiving: time('httpReqReceiving'),
    response_time: time('responseTime'),
    iterations: counter(sum(scenarios.map((one) => one.iterations))),
    dropped_iterations: counter(sum(scenarios.map((one) => one.droppedIterations))),
    iteration_duration: trend(
      scenarios.map((one) => one.iterationDuration),
      'time',
      stats,
    ),
    data_sent: counter(sum(requests.map((one) => one.bytesSent)), 'data'),
    data_received: counter(sum(requests.map((one) => one.bytesReceived)), 'data'),
    ...(checks.length === 0
      ? {}
      : { checks: rate(sum(checks.map((one) => one.passes)), sum(checks.map((one) => one.fails))) }),
    ...Object.fromEntries(Object.entries(total.custom ?? {}).map(([name, one]) => [name, own(one, seconds, stats)])),
  }
}

function encodedOf(
  requests: readonly RequestMetrics[],
  of: keyof Omit<OutcomeMetrics, 'count'>,
): readonly EncodedHistogram[] {
  return requests.flatMap(({ ok, failed }) => [ok[of], failed[of]] as EncodedHistogram[])
}

function own(metric: CustomMetrics, seconds: number, stats: readonly string[]): SummaryMetric {
  switch (metric.kind) {
    case 'counter':
      return { type: 'counter', contains: 'default', values: { count: metric.sum, rate: metric.sum / seconds } }
    case 'gauge':
      return {
        type: 'gauge',
        contains: contents(metric),
        values: { value: metric.last, min: metric.min, max: metric.max },
      }
    case 'rate':
      return rate(metric.passes, metric.fails)
    case 'trend':
      return trend([metric.values], contents(metric), stats)
  }
}

function contents({ isTime }: { readonly isTime: boolean }): 'time' | 'default' {
  return isTime ? 'time' : 'default'
}

function rate(passes: number, fails: number): SummaryMetric {
  const all = passes + fails
  return { type: 'rate', contains: 'default', values: { rate: all === 0 ? 0 : passes / all, passes, fails } }
}

function trend(
  encoded: readonly EncodedHistogram[],
  contains: 'time' | 'default',
  stats: readonly string[],
): SummaryMetric {
  const values = histogramOf(...encoded)
  return { type: 'trend', contains, values: Object.fromEntries(stats.map((stat) => [stat, statOf(values, stat)])) }
}

function statOf(values: Histogram, stat: string): number {
  switch (stat) {
    case 'avg':
      return values.meanMs
    case 'min':
      return values.minMs
    case 'max':
      return values.maxMs
    case 'count':
      return values.count
    default:
      return values.percentileMs(stat === 'med' ? 50 : Number(/[\d.]+/.exec(stat)))
  }
}

/** By name, as k6 has them: whatever requests and tags they were counted with. */
function checkCounts(requests: readonly RequestMetrics[]) {
  const counts = new Map<string, Pick<CheckCounts, 'passes' | 'fails'>>()
  for (const [label, { passes, fails, tagged }] of requests.flatMap(({ checks }) => Object.entries(checks))) {
    const name = tagged?.name ?? label
    const known = counts.get(name) ?? { passes: 0, fails: 0 }
    counts.set(name, { passes: known.passes + passes, fails: known.fails + fails })
  }
  return [...counts].map(([name, counted]) => ({ name, ...counted }))
}

function checksOf({ total }: RunResult): readonly object[] {
  return checkCounts(Object.values(total.requests)).map((check) => ({
    ...check,
    path: `::${check.name}`,
    id: check.name,
  }))
}

function withThresholds(
  metrics: Readonly<Record<string, SummaryMetric>>,
  { judgement }: RunResult,
): Readonly<Record<string, SummaryMetric>> {
  const entries = Object.entries(metrics).map(([name, metric]) => {
    const own = judgement.verdicts.filter(({ threshold }) => (threshold.own?.name ?? threshold.metric) === name)
    const thresholds = own.map(({ threshold, status }) => [expressionOf(threshold.source), { ok: status === 'pass' }])
    return [name, own.length === 0 ? metric : { ...metric, thresholds: Object.fromEntries(thresholds) }] as const
  })
  return Object.fromEntries(entries)
}

/** Without the metric's name: `{page:item} p(95) < 500` of `http_req_duration{page:item}: p(95) < 500`. */
function expressionOf(source: string): string {
  return source.replace(/^\s*[\w-]+(\{[^}]*\})?\s*:\s*/, (_, narrowed?: string) => (narrowed ? `${narrowed} ` : ''))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
