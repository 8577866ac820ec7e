import { drawMs, type Random } from '@loadrun/random'
import type { Clock } from './clock.ts'
import { type Cost, Handling, type HandlingContext } from './handling.ts'
import { distributionAt } from './latency-profile.ts'
import type { ServerOptions } from './options.ts'
import { Slots } from './slots.ts'
import type { Tally } from './tally.ts'

/** Starts the handlers: decides what each one's request costs, and with `limit: requests` which may begin. */
export class Handlers {
  /** What requests hold with `limit: requests`; `undefined`: they are not limited. */
  readonly slots: Slots | undefined
  readonly #options: ServerOptions
  readonly #clock: Clock
  readonly #random: Random
  readonly #context: HandlingContext
  #loadStartMs: number | undefined

  constructor(options: ServerOptions, clock: Clock, random: Random, tally: Tally) {
    const { limit, concurrency, queue, queueTimeoutMs, work, handlerTimeout } = options
    this.slots = limit === 'requests' ? new Slots({ slots: concurrency, queue, queueTimeoutMs }, clock) : undefined
    this.#options = options
    this.#clock = clock
    this.#random = random
    this.#context = {
      clock,
      tally,
      slots: this.slots ?? (handlerTimeout && new Slots({ slots: concurrency, queue: 0 }, clock)),
      places: work === undefined ? undefined : new Slots({ slots: work.parallel, queue: undefined }, clock),
      timeoutMs: handlerTimeout?.afterMs,
      detached: new Set(),
      givesUpAfterMs: options.onDisconnect === 'abort' ? options.noticeDisconnectMs : undefined,
      drawCost: () => this.#drawCost(),
    }
  }

  loadStarted(): void {
    this.#loadStartMs = this.#clock.nowMs()
  }

  /** Ends those that go on although their request was answered. */
  stop(): void {
    for (const handling of this.#context.detached) handling.cut()
  }

  /** `ended` is called later, unless the handling has its outcome when this returns. */
  start(ended: () => void): Handling {
    const handling = new Handling(this.#context, ended)
    handling.begin()
    return handling
  }

  #drawCost(): Cost {
    const { latency, work } = this.#options
    const elapsedMs = this.#loadStartMs === undefined ? 0 : this.#clock.nowMs() - this.#loadStartMs
    const latencyMs = drawMs(distributionAt(latency, elapsedMs), this.#random)
    const serviceMs = work === undefined ? 0 : drawMs(work.service, this.#random)
    return { latencyMs, serviceMs }
  }
}
