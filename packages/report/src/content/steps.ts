import type { RequestMetrics, RunResult } from '@loadrun/metrics'
import { rounded } from './chart.ts'
import type { StepRow } from './content.ts'
import { timingOf } from './timing.ts'
import { ended } from './totals.ts'

/** What became of the requests of each step. */
export function stepRows({ total, elapsedMs }: RunResult): readonly StepRow[] {
  return Object.values(total.requests).map((request) => stepRow(request, elapsedMs))
}

function stepRow(request: RequestMetrics, elapsedMs: number): StepRow {
  const timing = timingOf([request.ok.responseTime, request.failed.responseTime])
  const all = ended(request)
  return {
    scenario: request.scenario,
    step: request.step,
    sent: request.sent,
    perSecond: elapsedMs <= 0 ? 0 : (request.sent * 1000) / elapsedMs,
    ok: request.ok.count,
    failed: request.failed.count,
    failedShare: all === 0 ? null : request.failed.count / all,
    statuses: Object.entries(request.statuses).map(([status, count]) => ({ status, count })),
    p50Ms: rounded(timing?.percentileMs(50)),
    p95Ms: rounded(timing?.percentileMs(95)),
    p99Ms: rounded(timing?.percentileMs(99)),
    maxMs: rounded(timing?.maxMs),
    bytesReceived: request.bytesReceived,
  }
}
