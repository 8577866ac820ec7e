import type { Tags } from '@loadrun/plan'
import { FailureRecorder } from './failure-recorder.ts'
import { mergeFailures } from './merge-failures.ts'
import type { FailureGroup, OutcomeMetrics, RequestMetrics } from './metrics.ts'
import { noOutcome, OutcomeRecorder, OutcomeTotal } from './outcome-recorder.ts'
import type { Sample } from './sample.ts'
import { StatusRecorder } from './status-recorder.ts'
import type { Steps } from './steps.ts'
import { type Tagged, tagsText } from './tagged.ts'
import type { WarmUpRecorder } from './warm-up-recorder.ts'

/** Checks told apart by tags in one step; more count without their tags. */
const mostTaggedChecks = 200

interface Count {
  interval: number
  total: number
}

type CountedRequests = Omit<RequestMetrics, 'sent' | 'ok' | 'failed'>

/** Distributions are moved from the one to the other. */
interface Outcome {
  readonly interval: OutcomeRecorder
  readonly total: OutcomeTotal
}

/** Distributions that are still to be encoded. */
interface OutcomeSteps {
  readonly ok: Steps<OutcomeMetrics>
  readonly failed: Steps<OutcomeMetrics> | undefined
  readonly byStatus: Steps<NonNullable<RequestMetrics['byStatus']>> | undefined
}

export interface TakenRequests {
  readonly requests: RequestMetrics
  readonly failures: readonly FailureGroup[]
}

/**
 * Counts the requests of one step. `record` runs once per request: for one that succeeded it allocates nothing, and
 * each distribution is touched once, because totals are added up from the intervals.
 */
export class RequestRecorder {
  readonly #scenario: string
  readonly #step: string
  readonly #tagged: Tagged | undefined
  readonly #failures: FailureRecorder
  readonly #ok: Outcome = newOutcome()
  /** Made when the first request fails: distributions take memory, and most steps do without these. */
  #failed: Outcome | undefined
  readonly #bytesSent: Count = { interval: 0, total: 0 }
  readonly #bytesReceived: Count = { interval: 0, total: 0 }
  readonly #statuses = new Map<number, Count>()
  readonly #byStatus: StatusRecorder | undefined
  readonly #checks = new Map<string, { passes: Count; fails: Count; tagged: Tagged | undefined }>()
  #taggedChecks = 0
  #failuresTotal: readonly FailureGroup[] = []
  /** Whether anything was counted since the last `take`. */
  #isQuiet = true

  readonly #warmUp: WarmUpRecorder

  /** `statuses`: those whose requests have distributions of their own as well. */
  constructor(
    scenario: string,
    step: string,
    tagged: Tagged | undefined,
    statuses: readonly string[],
    warmUp: WarmUpRecorder,
  ) {
    this.#warmUp = warmUp
    this.#scenario = scenario
    this.#step = step
    this.#tagged = tagged
    this.#failures = new FailureRecorder(scenario, step)
    this.#byStatus = statuses.length === 0 ? undefined : new StatusRecorder(statuses)
  }

  record(sample: Sample): void {
    if (this.#warmUp.has(sample.dueMs)) {
      this.#warmUp.request(sample.failure?.cause)
      return
    }
    this.#isQuiet = false
    this.#bytesSent.interval += sample.bytesSent
    this.#bytesReceived.interval += sample.bytesReceived
    if (sample.status !== undefined) {
      this.#countStatus(sample.status)
      this.#byStatus?.record(sample.status, sample)
    }
    if (sample.failure === undefined) {
      this.#ok.interval.record(sample)
    } else {
      this.#failed ??= newOutcome()
      this.#failed.interval.record(sample)
      this.#failures.record(sample.failure, sample)
    }
  }

  /** `tags`: those of the check itself. `dueMs`: when its request was due; left out, time has no say in what counts. */
  check(name: string, passed: boolean, tags?: Tags, dueMs = Number.POSITIVE_INFINITY): void {
    if (this.#warmUp.has(dueMs)) return
    this.#isQuiet = false
    const label = tags === undefined ? name : `${name} ${tagsText(tags)}`
    let check = this.#checks.get(label)
    if (check === undefined) {
      if (tags !== undefined && this.#taggedChecks++ >= mostTaggedChecks) {
        this.check(name, passed)
        return
      }
      const tagged = tags && { name, tags }
      check = { passes: { interval: 0, total: 0 }, fails: { interval: 0, total: 0 }, tagged }
      this.#checks.set(label, check)
    }
    const count = passed ? check.passes : check.fails
    count.interval++
  }

  /** What was counted since the last call, if anything was. It is moved out at once, and encoded by and by. */
  take(): Steps<TakenRequests> | undefined {
    if (this.#isQuiet) return undefined
    this.#isQuiet = true
    const failures = this.#failures.take()
    this.#failuresTotal = mergeFailures(this.#failuresTotal, failures)
    const counts = this.#counted('interval')
    for (const count of this.#counts()) {
      count.total += count.interval
      count.interval = 0
    }
    const ok = this.#ok.total.add(this.#ok.interval.cut(), 2)
    const failed = this.#failed?.total.add(this.#failed.interval.cut(), 2)
    return this.#encode(counts, failures, { ok, failed, byStatus: this.#byStatus?.take() })
  }

  /** Everything handed out by `take` so far. */
  total(): TakenRequests {
    const ok = this.#ok.total.metrics(3)
    const failed = this.#failed?.total.metrics(3) ?? noOutcome(3)
    const byStatus = this.#byStatus?.total()
    const requests = {
      ...this.#counted('total'),
      sent: ok.count + failed.count,
      ok,
      failed,
      ...(byStatus && { byStatus }),
    }
    return { requests, failures: this.#failuresTotal }
  }

  *#encode(counts: CountedRequests, failures: readonly FailureGroup[], steps: OutcomeSteps): Steps<TakenRequests> {
    const ok = yield* steps.ok
    const failed = steps.failed === undefined ? noOutcome(2) : yield* steps.failed
    const apart = steps.byStatus === undefined ? {} : { byStatus: yield* steps.byStatus }
    return { requests: { ...counts, sent: ok.count + failed.count, ok, failed, ...apart }, failures }
  }

  *#counts(): Generator<Count> {
    yield this.#bytesSent
    yield this.#bytesReceived
    yield* this.#statuses.values()
    for (const { passes, fails } of this.#checks.values()) {
      yield passes
      yield fails
    }
  }

  #countStatus(status: number): void {
    const count = this.#statuses.get(status)
    if (count === undefined) this.#statuses.set(status, { interval: 1, total: 0 })
    else count.interval++
  }

  #counted(of: 'interval' | 'total'): CountedRequests {
    const statuses = [...this.#statuses].filter(([, count]) => count[of] > 0)
    const checks = [...this.#checks].filter(([, { passes, fails }]) => passes[of] + fails[of] > 0)
    return {
      scenario: this.#scenario,
      step: this.#step,
      ...(this.#tagged && { tagged: this.#tagged }),
      bytesSent: this.#bytesSent[of],
      bytesReceived: this.#bytesReceived[of],
      statuses: Object.fromEntries(statuses.map(([status, count]) => [String(status), count[of]])),
      checks: Object.fromEntries(
        checks.map(([name, { passes, fails, tagged }]) => [
          name,
          { passes: passes[of], fails: fails[of], ...(tagged && { tagged }) },
        ]),
      ),
    }
  }
}

function newOutcome(): Outcome {
  return { interval: new OutcomeRecorder(), total: new OutcomeTotal() }
}
