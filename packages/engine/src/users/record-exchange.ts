import type { Exchange } from '@loadrun/http'
import type { Failure, RequestRecorder } from '@loadrun/metrics'
import type { Flow } from './flow.ts'

/** Tells who counts a step's requests how one of them went. `failure` may be what was found wrong with its answer. */
export function recordExchange(
  requests: RequestRecorder,
  dueMs: number,
  exchange: Exchange,
  failure: Failure | undefined,
  { sample, onTime }: Pick<Flow, 'sample' | 'onTime'>,
): void {
  sample.dueMs = dueMs
  sample.sentMs = exchange.sentMs
  sample.startedMs = exchange.startedMs
  sample.firstByteMs = exchange.firstByteMs
  sample.setup = exchange.setup
  sample.sendingMs = exchange.sendingMs
  sample.endMs = exchange.endMs
  sample.status = exchange.status
  sample.bytesSent = exchange.bytesSent
  sample.bytesReceived = exchange.bytesReceived
  sample.failure = failure
  onTime(exchange.endMs)
  requests.record(sample)
}
