import { addedWarmUps } from './merge-warm-up.ts'
import type { FailureCause, Metrics, WarmUpMetrics } from './metrics.ts'

const nothing: WarmUpMetrics = { requests: 0, failures: {}, iterations: 0, droppedIterations: 0 }

/** Counts what fell due in the warm-up, so that nothing is sent that is counted nowhere. */
export class WarmUpRecorder {
  readonly #endMs: number
  readonly #counts = { requests: 0, iterations: 0, droppedIterations: 0 }
  readonly #failures = new Map<FailureCause, number>()
  #total = nothing

  /** `endMs`: when it ends, in milliseconds of the load; 0: there is none. */
  constructor(endMs: number) {
    // What falls due at once may be due some microseconds before the load's start.
    this.#endMs = endMs === 0 ? Number.NEGATIVE_INFINITY : endMs
  }

  /** Whether what happens then, or fell due then, belongs to it. */
  has(atMs: number): boolean {
    return atMs < this.#endMs
  }

  /** `cause`: why it failed; `undefined`: it did not. */
  request(cause: FailureCause | undefined): void {
    this.#counts.requests++
    if (cause !== undefined) this.#failures.set(cause, (this.#failures.get(cause) ?? 0) + 1)
  }

  iteration(): void {
    this.#counts.iterations++
  }

  dropped(count: number): void {
    this.#counts.droppedIterations += count
  }

  take(): Pick<Metrics, 'warmUp'> {
    const taken = { ...this.#counts, failures: Object.fromEntries(this.#failures) }
    this.#total = addedWarmUps(this.#total, taken)
    Object.assign(this.#counts, { requests: 0, iterations: 0, droppedIterations: 0 })
    this.#failures.clear()
    return told(taken)
  }

  /** Of all that was taken. */
  total(): Pick<Metrics, 'warmUp'> {
    return told(this.#total)
  }
}

function told(warmUp: WarmUpMetrics): Pick<Metrics, 'warmUp'> {
  return warmUp.requests + warmUp.iterations + warmUp.droppedIterations === 0 ? {} : { warmUp }
}
