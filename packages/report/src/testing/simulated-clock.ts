/** Numbers from 0 (included) to 1 (excluded), the same for the same seed: Tommy Ettinger's mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Makes things happen in the order of their moments, to the millisecond, without waiting for any. */
export class SimulatedClock {
  readonly #due = new Map<number, (() => void)[]>()
  nowMs = 0

  after(delayMs: number, happen: () => void): void {
    const atMs = Math.max(this.nowMs, Math.round(this.nowMs + delayMs))
    const due = this.#due.get(atMs)
    if (due === undefined) this.#due.set(atMs, [happen])
    else due.push(happen)
  }

  runUntil(endMs: number): void {
    for (; this.nowMs <= endMs; this.nowMs += 1) {
      const due = this.#due.get(this.nowMs)
      // What happens now may make more happen now; the loop sees it, since it is appended to the same list.
      for (const happen of due ?? []) happen()
      this.#due.delete(this.nowMs)
    }
  }
}
