import type { Clock, Timer } from './clock.ts'
import type { GivingUp, PendingExchange } from './pending-exchange.ts'
import type { Route } from './request.ts'

/** Where requests wait for a connection. */
export interface WaitingRoom {
  /** The request waits no longer. */
  onLeft(waiting: WaitingRequest): void
}

/** A request that waits for a connection to be free. Its patience runs meanwhile, and its signal may end it. */
export class WaitingRequest {
  readonly pending: PendingExchange
  readonly route: Route
  readonly #clock: Clock
  readonly #room: WaitingRoom
  readonly #timer: Timer

  constructor(pending: PendingExchange, route: Route, clock: Clock, room: WaitingRoom) {
    this.pending = pending
    this.route = route
    this.#clock = clock
    this.#room = room
    this.#timer = clock.startTimer(() => this.#giveUp('timeout'), pending.limits.timeoutMs)
    pending.limits.signal.addEventListener('abort', this)
  }

  /** It got a connection. */
  leave(): void {
    this.#clock.stopTimer(this.#timer)
    this.pending.limits.signal.removeEventListener('abort', this)
    this.#room.onLeft(this)
  }

  interrupt(): void {
    this.#giveUp('interrupted')
  }

  /** Called by the abort signal. */
  handleEvent(): void {
    this.#giveUp('interrupted')
  }

  #giveUp(by: GivingUp): void {
    this.leave()
    this.pending.givenUp = by
    this.pending.endMs = this.#clock.nowMs()
    this.pending.failByError(new Error('given up'), false, undefined)
    setImmediate(this.pending.onEnd, this.pending)
  }
}
