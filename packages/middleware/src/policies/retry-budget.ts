const buckets = 10
const bucketMs = 1000

/**
 * Allows retries as a share of the first attempts of the last ten seconds, so that the load which retries add is bounded
 * however much fails. Time is counted in whole seconds of the clock passed in.
 */
export class RetryBudget {
  readonly #share: number
  readonly #firstAttempts = new Array<number>(buckets).fill(0)
  readonly #retries = new Array<number>(buckets).fill(0)
  #second = 0

  constructor(share: number) {
    this.#share = share
  }

  firstAttempt(nowMs: number): void {
    this.#add(this.#firstAttempts, nowMs)
  }

  /** Takes one retry out of the budget; false where there is none left. */
  take(nowMs: number): boolean {
    this.#forgetBefore(nowMs)
    if (sum(this.#retries) + 1 > this.#share * sum(this.#firstAttempts)) return false
    this.#add(this.#retries, nowMs)
    return true
  }

  #add(counts: number[], nowMs: number): void {
    this.#forgetBefore(nowMs)
    const at = this.#second % buckets
    counts[at] = (counts[at] ?? 0) + 1
  }

  #forgetBefore(nowMs: number): void {
    const second = Math.floor(nowMs / bucketMs)
    for (let old = Math.max(this.#second + 1, second - buckets + 1); old <= second; old += 1) {
      this.#firstAttempts[old % buckets] = 0
      this.#retries[old % buckets] = 0
    }
    this.#second = Math.max(this.#second, second)
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
