import type { Clock, Timer } from './clock.ts'

/** Who wants a slot. */
export interface SlotSeeker {
  /** It has its slot now, and gives it back by `leave()`. */
  admitted(): void
  /** There is no slot and no room to wait for one; or it has waited too long. */
  refused(because: 'full' | 'waited-too-long'): void
}

export interface SlotLimits {
  /** `undefined`: no limit. */
  readonly slots: number | undefined
  /** So many wait, first-in-first-out; `undefined`: any number. */
  readonly queue: number | undefined
  /** `undefined`: for ever. */
  readonly queueTimeoutMs?: number | undefined
}

/** So many have a slot at a time, so many more wait for one in the order they came, and the others are refused. */
export class Slots {
  readonly #slots: number
  readonly #room: number
  readonly #timeoutMs: number | undefined
  readonly #clock: Clock
  readonly #waiting = new Map<SlotSeeker, Timer | undefined>()
  #inUse = 0
  #isPassingOn = false

  constructor({ slots, queue, queueTimeoutMs }: SlotLimits, clock: Clock) {
    this.#slots = slots ?? Number.POSITIVE_INFINITY
    this.#room = queue ?? Number.POSITIVE_INFINITY
    this.#timeoutMs = queueTimeoutMs
    this.#clock = clock
  }

  get inUse(): number {
    return this.#inUse
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** The seeker hears at once, unless it has to wait. */
  enter(seeker: SlotSeeker): void {
    if (this.#inUse < this.#slots && this.#waiting.size === 0) {
      this.#inUse += 1
      seeker.admitted()
    } else if (this.#waiting.size < this.#room) {
      this.#waiting.set(seeker, this.#timerOf(seeker))
    } else {
      seeker.refused('full')
    }
  }

  /** Gives a slot back. */
  leave(): void {
    this.#inUse -= 1
    this.#passOn()
  }

  /** Stops waiting. */
  withdraw(seeker: SlotSeeker): void {
    this.#waiting.get(seeker)?.cancel()
    this.#waiting.delete(seeker)
  }

  // Whoever is admitted may leave at once: a loop, because a long queue of such would overflow the stack.
  #passOn(): void {
    if (this.#isPassingOn) return
    this.#isPassingOn = true
    while (this.#inUse < this.#slots) {
      const [next] = this.#waiting.keys()
      if (next === undefined) break
      this.withdraw(next)
      this.#inUse += 1
      next.admitted()
    }
    this.#isPassingOn = false
  }

  #timerOf(seeker: SlotSeeker): Timer | undefined {
    if (this.#timeoutMs === undefined) return undefined
    return this.#clock.after(this.#timeoutMs, () => {
      this.#waiting.delete(seeker)
      seeker.refused('waited-too-long')
    })
  }
}
