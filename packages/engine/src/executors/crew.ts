import { once } from 'node:events'
import type { VirtualUser } from '../users/virtual-user.ts'
import type { ScenarioTime } from './scenario-time.ts'

/** Users of an open load: made when they are needed, up to a limit, and used again. */
export class Crew {
  readonly #hire: () => VirtualUser
  readonly #limit: number
  readonly #idle: VirtualUser[] = []
  readonly #busy = new Set<VirtualUser>()
  readonly #empty = new AbortController()
  #isLeaving = false

  constructor(hire: () => VirtualUser, limit: number) {
    this.#hire = hire
    this.#limit = limit
  }

  /** Gives the iteration of an arrival to a user who is free. `false`: all are busy. */
  start(dueMs: number, arrival: number): boolean {
    const user = this.#idle.pop() ?? (this.#busy.size < this.#limit ? this.#hire() : undefined)
    if (user === undefined) return false
    this.#busy.add(user)
    user.arrive(dueMs, arrival, this.#onDone)
    return true
  }

  /** Resolves when every user is done; those who take longer than the time allowed are interrupted. */
  async leave(byMs: number, { clock, signal }: ScenarioTime): Promise<void> {
    this.#isLeaving = true
    if (this.#busy.size === 0) return
    const empty = once(this.#empty.signal, 'abort')
    await clock.sleepUntil(byMs, AbortSignal.any([signal, this.#empty.signal]))
    for (const user of this.#busy) user.interrupt()
    await empty
  }

  readonly #onDone = (user: VirtualUser): void => {
    this.#busy.delete(user)
    this.#idle.push(user)
    if (this.#isLeaving && this.#busy.size === 0) this.#empty.abort()
  }
}
