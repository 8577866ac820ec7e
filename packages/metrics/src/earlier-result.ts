import { emptyEncoded } from './histogram.ts'
import type { Metrics, OutcomeMetrics } from './metrics.ts'
import type { RunResult } from './result.ts'

const nothing = emptyEncoded(3)

/** Times that came to results of version 1 later than others. */
const laterTimes = {
  httpReqLookingUp: nothing,
  httpReqConnecting: nothing,
  httpReqTlsHandshaking: nothing,
  httpReqSending: nothing,
  httpReqReceiving: nothing,
} as const satisfies Partial<OutcomeMetrics>

/** A result that an earlier loadrun may have written, with empty distributions for the times that it did not measure. */
export function withLaterTimes(result: RunResult): RunResult {
  return { ...result, total: completed(result.total), intervals: result.intervals.map(completed) }
}

function completed(metrics: Metrics): Metrics {
  const requests = Object.entries(metrics.requests).map(([key, request]) => [
    key,
    { ...request, ok: { ...laterTimes, ...request.ok }, failed: { ...laterTimes, ...request.failed } },
  ])
  return { ...metrics, requests: Object.fromEntries(requests) }
}
