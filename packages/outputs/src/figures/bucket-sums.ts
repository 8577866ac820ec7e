import { type EncodedHistogram, histogramOf } from '@loadrun/metrics'
import { type BucketCounts, bounds } from './series.ts'

/**
 * A classic histogram that grows. HdrHistogram's own buckets are far narrower than these, but one of them may lie across
 * a bound: then it counts below it, so that each count is off by at most the values within 1 % of a bound.
 */
export class BucketSums {
  readonly #counts = new Array<number>(bounds.length + 1).fill(0)
  #sum = 0
  #count = 0

  add(...encoded: readonly EncodedHistogram[]): void {
    for (const { lowMs, highMs, count } of histogramOf(...encoded).buckets()) {
      const index = bounds.findIndex((bound) => lowMs <= bound * 1000)
      const place = index === -1 ? bounds.length : index
      this.#counts[place] = (this.#counts[place] ?? 0) + count
      this.#sum += (count * (lowMs + highMs)) / 2000
      this.#count += count
    }
  }

  get value(): BucketCounts {
    return { counts: [...this.#counts], sum: this.#sum, count: this.#count }
  }
}
