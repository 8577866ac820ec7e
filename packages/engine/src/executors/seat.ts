import { Stop } from '@loadrun/http'
import type { Clock } from '../clock.ts'
import type { VirtualUser } from '../users/virtual-user.ts'

/** A place for one user of a closed load, who starts over as long as he is wanted. */
export class Seat {
  readonly #clock: Clock
  readonly #hire: () => VirtualUser
  #user: VirtualUser | undefined
  /** Resolved when the user has left; made where somebody waits for that. */
  #occupied: PromiseWithResolvers<void> | undefined
  #isWanted = false
  /** Aborted when the deadline of a user who is to leave no longer matters. */
  #deadline: Stop | undefined

  constructor(clock: Clock, hire: () => VirtualUser) {
    this.#clock = clock
    this.#hire = hire
  }

  /** Wants a user here. One who is about to leave stays. */
  take(): void {
    if (this.#isWanted) return
    this.#isWanted = true
    this.#deadline?.abort()
    if (this.#user === undefined) this.#occupy(this.#hire())
  }

  /** Lets the user finish the iteration he is in, until `byMs`; then he is interrupted. */
  async leave(byMs: number): Promise<void> {
    if (!this.#isWanted) return
    this.#isWanted = false
    if (this.#user === undefined) return
    const deadline = new Stop()
    this.#deadline = deadline
    await this.#clock.sleepUntil(byMs, deadline)
    if (!deadline.aborted) this.interrupt()
  }

  /** Resolves when nobody is here any more. */
  empty(): Promise<void> {
    if (this.#user === undefined) return Promise.resolve()
    this.#occupied ??= Promise.withResolvers()
    return this.#occupied.promise
  }

  interrupt(): void {
    this.#isWanted = false
    this.#user?.interrupt()
  }

  #occupy(user: VirtualUser): void {
    this.#user = user
    user.goOn(this.#onDone)
  }

  readonly #onDone = (user: VirtualUser): void => {
    if (this.#isWanted && !user.isOut) {
      user.goOn(this.#onDone)
      return
    }
    user.leave()
    this.#user = undefined
    this.#deadline?.abort()
    this.#occupied?.resolve()
    this.#occupied = undefined
  }
}
