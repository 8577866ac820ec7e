import type { RequestMetrics } from './metrics.ts'
import { OutcomeRecorder, OutcomeTotal } from './outcome-recorder.ts'
import type { Sample } from './sample.ts'
import { isOfStatus } from './statuses.ts'
import type { Steps } from './steps.ts'

type ByStatus = NonNullable<RequestMetrics['byStatus']>

/** Distributions of the requests that were answered with certain statuses, as `200` or `5xx`: only where one is asked for. */
export class StatusRecorder {
  readonly #asked: ReadonlyMap<string, Readonly<{ interval: OutcomeRecorder; total: OutcomeTotal }>>

  constructor(statuses: readonly string[]) {
    this.#asked = new Map(
      statuses.map((each) => [each, { interval: new OutcomeRecorder(), total: new OutcomeTotal() }]),
    )
  }

  record(status: number, sample: Sample): void {
    for (const [asked, { interval }] of this.#asked) if (isOfStatus(status, asked)) interval.record(sample)
  }

  /** What was counted since the last call: moved out at once, and encoded by and by. */
  take(): Steps<ByStatus> {
    return encoded([...this.#asked].map(([status, { interval, total }]) => [status, total.add(interval.cut(), 2)]))
  }

  total(): ByStatus {
    return Object.fromEntries([...this.#asked].map(([status, { total }]) => [status, total.metrics(3)]))
  }
}

function* encoded(parts: readonly (readonly [string, ReturnType<OutcomeTotal['add']>])[]): Steps<ByStatus> {
  const byStatus: Record<string, ByStatus[string]> = {}
  for (const [status, steps] of parts) byStatus[status] = yield* steps
  return byStatus
}
