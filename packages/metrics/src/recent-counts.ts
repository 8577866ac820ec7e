/** Values from here on are not held: a second, in microseconds. */
const limit = 2 ** 20
const places = placeOf(limit - 1) + 1

/**
 * Counts of whole values below 2^20, in places that are those of an HdrHistogram of 3 digits:
 *
 *     value   0 … 2047   2048 … 4095   4096 … 8191   …
 *     step        1           2             4
 *     places    2048        1024          1024
 *
 * So a value is counted with two shifts, and a histogram takes the counts over, place by place, when it is read.
 */
export class RecentCounts {
  readonly #counts = new Int32Array(places)
  #lowest = places
  #highest = -1

  /** `false`: it is too large to be held here. */
  add(value: number): boolean {
    if (value >= limit) return false
    const place = placeOf(value)
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    if (place < this.#lowest) this.#lowest = place
    if (place > this.#highest) this.#highest = place
    return true
  }

  /** Hands over each value, the lowest of those that share its place, with its count; holds nothing afterwards. */
  empty(take: (value: number, count: number) => void): void {
    for (let place = this.#lowest; place <= this.#highest; place++) {
      const count = this.#counts[place] ?? 0
      if (count === 0) continue
      take(valueAt(place), count)
      this.#counts[place] = 0
    }
    this.#lowest = places
    this.#highest = -1
  }
}

function placeOf(value: number): number {
  const shift = value < 2048 ? 0 : 21 - Math.clz32(value)
  return (shift << 10) + (value >> shift)
}

function valueAt(place: number): number {
  if (place < 2048) return place
  const shift = (place >> 10) - 1
  return (place - (shift << 10)) << shift
}
