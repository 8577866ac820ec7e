import { drawMs, type Random } from '@loadrun/random'
import type { Clock } from './clock.ts'
import { Handling, type HandlingContext } from './handling.ts'
import { distributionAt } from './latency-profile.ts'
import type { ServerOptions } from './options.ts'
import type { Tally } from './tally.ts'
import { WorkPlaces } from './work-places.ts'

/** Starts the handlers: decides what each one's request costs. */
export class Handlers {
  readonly #options: ServerOptions
  readonly #clock: Clock
  readonly #random: Random
  readonly #context: HandlingContext
  #loadStartMs: number | undefined

  constructor(options: ServerOptions, clock: Clock, random: Random, tally: Tally) {
    this.#options = options
    this.#clock = clock
    this.#random = random
    this.#context = {
      clock,
      tally,
      places: options.work === undefined ? undefined : new WorkPlaces(options.work.parallel),
      givesUpAfterMs: options.onDisconnect === 'abort' ? options.noticeDisconnectMs : undefined,
    }
  }

  loadStarted(): void {
    this.#loadStartMs = this.#clock.nowMs()
  }

  /** `ended` is called later, unless the handling has its outcome when this returns. */
  start(ended: () => void): Handling {
    const { latency, work } = this.#options
    const elapsedMs = this.#loadStartMs === undefined ? 0 : this.#clock.nowMs() - this.#loadStartMs
    const latencyMs = drawMs(distributionAt(latency, elapsedMs), this.#random)
    const serviceMs = work === undefined ? 0 : drawMs(work.service, this.#random)
    const handling = new Handling(this.#context, serviceMs, latencyMs, ended)
    handling.begin()
    return handling
  }
}
