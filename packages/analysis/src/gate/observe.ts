import type { Measured } from '@loadrun/metrics'
import type { MetricName, Statistic, Threshold } from '@loadrun/plan'
import { iterationCounts, requestCounts } from '../figures/requests.ts'
import { iterationTimeMs, type RequestTime, timeMs } from '../figures/times.ts'

/** What a threshold's metric came to, in the threshold's unit; `undefined` where nothing was measured. */
export function observe({ metric, statistic }: Threshold, measured: Measured): number | undefined {
  switch (metric) {
    case 'http_req_duration':
    case 'http_req_blocked':
    case 'http_req_waiting':
    case 'response_time':
    case 'service_time':
      return timeMs(measured.total, requestTimes[metric], 'all', statistic)
    case 'iteration_duration':
      return iterationTimeMs(measured.total, statistic)
    case 'http_req_failed': {
      const { sent, failed } = requestCounts(measured.total)
      return rate(failed, sent, statistic)
    }
    case 'checks': {
      const checks = Object.values(measured.total.requests).flatMap((request) => Object.values(request.checks))
      const passes = checks.reduce((sum, check) => sum + check.passes, 0)
      return rate(passes, passes + checks.reduce((sum, check) => sum + check.fails, 0), statistic)
    }
    case 'http_reqs':
      return counter(requestCounts(measured.total).sent, measured, statistic)
    case 'iterations':
      return counter(iterationCounts(measured.total).iterations, measured, statistic)
    case 'dropped_iterations':
      return iterationCounts(measured.total).planned === 0
        ? undefined
        : counter(iterationCounts(measured.total).dropped, measured, statistic)
  }
}

const requestTimes = {
  http_req_duration: 'httpReqDuration',
  http_req_blocked: 'httpReqBlocked',
  http_req_waiting: 'httpReqWaiting',
  response_time: 'responseTime',
  service_time: 'serviceTime',
} as const satisfies Partial<Record<MetricName, RequestTime>>

function rate(part: number, whole: number, statistic: Statistic): number | undefined {
  if (whole === 0) return undefined
  return statistic.kind === 'count' ? part : part / whole
}

function counter(count: number, { elapsedMs }: Measured, statistic: Statistic): number | undefined {
  if (statistic.kind !== 'rate') return count
  return elapsedMs > 0 ? count / (elapsedMs / 1000) : undefined
}
