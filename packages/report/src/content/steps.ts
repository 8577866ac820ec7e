import { countedMs } from '@loadrun/analysis'
import type { RequestMetrics, RunResult } from '@loadrun/metrics'
import { rounded } from './chart.ts'
import type { StepRow } from './content.ts'
import { endpointsOf } from './endpoints.ts'
import { timingOf } from './timing.ts'

/** What became of the requests of each step. */
export function stepRows(result: RunResult): readonly StepRow[] {
  const { requests } = result.total
  return Object.values(requests).map((request) => row(request, [request], countedMs(result)))
}

/** What became of the requests for each endpoint; nothing where each step has one of its own. */
export function endpointRows(result: RunResult): readonly StepRow[] {
  const { total, plan } = result
  const endpoints = endpointsOf(plan)
  const requests = new Map<string, RequestMetrics[]>()
  for (const [key, request] of Object.entries(total.requests)) {
    const endpoint = endpoints.get(key)
    // A step of which nothing is known would be told under a wrong name.
    if (endpoint === undefined) return []
    requests.set(endpoint, [...(requests.get(endpoint) ?? []), request])
  }
  const steps = Object.values(total.requests)
  if (requests.size === steps.length && steps.every(({ step }) => requests.has(step))) return []
  return [...requests].map(([step, those]) => row({ scenario: '', step }, those, countedMs(result)))
}

function row(
  { scenario, step }: Pick<RequestMetrics, 'scenario' | 'step'>,
  requests: readonly RequestMetrics[],
  durationMs: number,
): StepRow {
  const timing = timingOf(requests.flatMap((request) => [request.ok.responseTime, request.failed.responseTime]))
  const sum = (count: (request: RequestMetrics) => number) => requests.reduce((all, request) => all + count(request), 0)
  const sent = sum((request) => request.sent)
  const ok = sum((request) => request.ok.count)
  const failed = sum((request) => request.failed.count)
  return {
    scenario,
    step,
    sent,
    perSecond: durationMs <= 0 ? 0 : (sent * 1000) / durationMs,
    ok,
    failed,
    failedShare: ok + failed === 0 ? null : failed / (ok + failed),
    statuses: statusesOf(requests),
    p50Ms: rounded(timing?.percentileMs(50)),
    p95Ms: rounded(timing?.percentileMs(95)),
    p99Ms: rounded(timing?.percentileMs(99)),
    maxMs: rounded(timing?.maxMs),
    bytesReceived: sum((request) => request.bytesReceived),
  }
}

function statusesOf(requests: readonly RequestMetrics[]): StepRow['statuses'] {
  const counts = new Map<string, number>()
  for (const { statuses } of requests) {
    for (const [status, count] of Object.entries(statuses)) counts.set(status, (counts.get(status) ?? 0) + count)
  }
  return [...counts].map(([status, count]) => ({ status, count }))
}
