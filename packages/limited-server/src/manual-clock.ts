import type { Clock, Timer } from './clock.ts'

interface Pending {
  readonly dueMs: number
  readonly callback: () => void
}

/** A clock for tests, which moves only when told to. Timers due at one moment fire in the order they were set. */
export class ManualClock implements Clock {
  #nowMs = 0
  /** The latest first, so that the next one due is at the end. */
  readonly #pending: Pending[] = []

  nowMs(): number {
    return this.#nowMs
  }

  epochMs(): number {
    return Date.UTC(2026, 10, 22, 7, 0, 32) + this.#nowMs
  }

  after(delayMs: number, callback: () => void): Timer {
    const pending = { dueMs: this.#nowMs + delayMs, callback }
    this.#pending.splice(this.#placeOf(pending.dueMs), 0, pending)
    return { cancel: () => this.#cancel(pending) }
  }

  get timers(): number {
    return this.#pending.length
  }

  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs
    for (let next = this.#pending.at(-1); next !== undefined && next.dueMs <= untilMs; next = this.#pending.at(-1)) {
      this.#pending.pop()
      this.#nowMs = next.dueMs
      next.callback()
    }
    this.#nowMs = untilMs
  }

  /** Where a timer belongs, before all that are due at the same moment or sooner: those come out first. */
  #placeOf(dueMs: number): number {
    let low = 0
    let high = this.#pending.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#pending[middle]?.dueMs ?? 0) > dueMs) low = middle + 1
      else high = middle
    }
    return low
  }

  #cancel(pending: Pending): void {
    const index = this.#pending.indexOf(pending)
    if (index >= 0) this.#pending.splice(index, 1)
  }
}
