import type { Clock, Timer } from './clock.ts'
import type { Tally } from './tally.ts'
import type { WorkPlaces } from './work-places.ts'

/** What all handlers share. */
export interface HandlingContext {
  readonly clock: Clock
  readonly tally: Tally
  /** The bottleneck; `undefined`: none. */
  readonly places: WorkPlaces | undefined
  /** How long after its client's leaving a handler gives up; `undefined`: never. */
  readonly givesUpAfterMs: number | undefined
}

/** One request in its handler: it waits for a work place, occupies it for `service`, then takes `latency` more. */
export class Handling {
  /** `undefined` while it goes on. */
  outcome: 'finished' | 'gave-up' | undefined
  readonly #context: HandlingContext
  readonly #serviceMs: number
  readonly #latencyMs: number
  readonly #ended: () => void
  #isBeginning = true
  #isAbandoned = false
  #step: 'waiting' | 'working' | 'answering' = 'answering'
  #timer: Timer | undefined
  #givingUp: Timer | undefined

  constructor(context: HandlingContext, serviceMs: number, latencyMs: number, ended: () => void) {
    this.#context = context
    this.#serviceMs = serviceMs
    this.#latencyMs = latencyMs
    this.#ended = ended
  }

  /** How long it takes by plan, without the wait for a work place. */
  get plannedMs(): number {
    return this.#serviceMs + this.#latencyMs
  }

  begin(): void {
    const { places, tally } = this.#context
    tally.handling += 1
    if (places === undefined) {
      this.#answer()
    } else {
      this.#step = 'waiting'
      tally.waitingForWork += 1
      places.enter(this)
    }
    this.#isBeginning = false
  }

  workStarts(): void {
    this.#context.tally.waitingForWork -= 1
    this.#step = 'working'
    if (this.#serviceMs > 0) this.#timer = this.#context.clock.after(this.#serviceMs, () => this.#workDone())
    else this.#workDone()
  }

  /** The client has gone. What that means is up to `onDisconnect`. */
  clientLeft(): void {
    if (this.#isAbandoned || this.outcome !== undefined) return
    this.#isAbandoned = true
    this.#context.tally.handlingAbandoned += 1
    const delayMs = this.#context.givesUpAfterMs
    if (delayMs !== undefined) this.#givingUp = this.#context.clock.after(delayMs, () => this.#giveUp())
  }

  /** Ends it without an outcome, because the server stops. */
  cut(): void {
    if (this.outcome === undefined) this.#leave()
  }

  #workDone(): void {
    this.#step = 'answering'
    this.#context.places?.leave()
    this.#answer()
  }

  #answer(): void {
    if (this.#latencyMs > 0) this.#timer = this.#context.clock.after(this.#latencyMs, () => this.#finish())
    else this.#finish()
  }

  #finish(): void {
    const { tally } = this.#context
    if (this.#isAbandoned) tally.servedToNobody += 1
    else tally.served += 1
    this.#end('finished')
  }

  #giveUp(): void {
    this.#context.tally.aborted += 1
    this.#end('gave-up')
  }

  #end(outcome: 'finished' | 'gave-up'): void {
    this.outcome = outcome
    this.#leave()
    if (!this.#isBeginning) this.#ended()
  }

  #leave(): void {
    const { tally, places } = this.#context
    tally.handling -= 1
    if (this.#isAbandoned) tally.handlingAbandoned -= 1
    this.#timer?.cancel()
    this.#givingUp?.cancel()
    if (this.#step === 'waiting') {
      tally.waitingForWork -= 1
      places?.withdraw(this)
    } else if (this.#step === 'working') {
      places?.leave()
    }
  }
}
