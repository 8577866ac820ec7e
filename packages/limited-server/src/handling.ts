import type { Clock, Timer } from './clock.ts'
import type { SlotSeeker, Slots } from './slots.ts'
import type { Tally } from './tally.ts'

/** What all handlers share. */
export interface HandlingContext {
  readonly clock: Clock
  readonly tally: Tally
  /** What a handler needs to begin, and keeps until it has ended; `undefined`: nothing. */
  readonly slots: Slots | undefined
  /** The bottleneck; `undefined`: none. */
  readonly places: Slots | undefined
  /** After so long the request is answered, and the handler goes on for nobody; `undefined`: never. */
  readonly timeoutMs: number | undefined
  /** Handlers that go on after their request was answered. */
  readonly detached: Set<Handling>
  /** How long after its client's leaving a handler gives up; `undefined`: never. */
  readonly givesUpAfterMs: number | undefined
  /** What a request costs whose handler begins now. */
  readonly drawCost: () => Cost
}

export interface Cost {
  readonly serviceMs: number
  readonly latencyMs: number
}

/**
 * One request and its handler: it waits for a slot where requests are limited; in its handler it waits for a work place, occupies it
 * for `service`, then takes `latency` more.
 */
export class Handling implements SlotSeeker {
  /** `undefined` until the request can be answered. */
  outcome: 'finished' | 'gave-up' | 'refused' | 'timed-out' | undefined
  readonly #context: HandlingContext
  readonly #ended: () => void
  #cost: Cost = { serviceMs: 0, latencyMs: 0 }
  #isBeginning = true
  #isAbandoned = false
  #step: 'queued' | 'waiting' | 'working' | 'answering' = 'queued'
  #timer: Timer | undefined
  #givingUp: Timer | undefined
  #timeout: Timer | undefined
  #hasLeft = false
  #workSeeker: SlotSeeker | undefined

  constructor(context: HandlingContext, ended: () => void) {
    this.#context = context
    this.#ended = ended
  }

  /** How long its handler takes by plan, without the wait for a work place. */
  get plannedMs(): number {
    return this.#cost.serviceMs + this.#cost.latencyMs
  }

  begin(): void {
    const { slots } = this.#context
    if (slots === undefined) this.#start()
    else slots.enter(this)
    this.#isBeginning = false
    const { timeoutMs, clock } = this.#context
    if (timeoutMs !== undefined && this.outcome === undefined) {
      this.#timeout = clock.after(timeoutMs, () => this.#timeOut())
    }
  }

  /** The client has gone. What that means is up to `onDisconnect`. */
  clientLeft(): void {
    if (this.outcome === undefined) this.#abandon()
  }

  #abandon(): void {
    if (this.#isAbandoned) return
    this.#isAbandoned = true
    if (this.#step !== 'queued') this.#context.tally.handlingAbandoned += 1
    const delayMs = this.#context.givesUpAfterMs
    if (delayMs !== undefined) this.#givingUp = this.#context.clock.after(delayMs, () => this.#giveUp())
  }

  /** Ends it without an outcome, because the server stops. */
  cut(): void {
    if (!this.#hasLeft) this.#leave()
  }

  /** It has its slot. */
  admitted(): void {
    this.#start()
  }

  /** It gets no slot. */
  refused(because: 'full' | 'waited-too-long'): void {
    const { tally } = this.#context
    tally.rejectedRequests += 1
    if (because === 'waited-too-long') tally.queueTimeouts += 1
    this.#end('refused')
  }

  #start(): void {
    const { places, tally, drawCost } = this.#context
    this.#cost = drawCost()
    tally.handling += 1
    if (this.#isAbandoned) tally.handlingAbandoned += 1
    if (places === undefined) {
      this.#answer()
    } else {
      this.#step = 'waiting'
      tally.waitingForWork += 1
      this.#workSeeker = { admitted: () => this.#work(), refused: () => {} }
      places.enter(this.#workSeeker)
    }
  }

  #work(): void {
    this.#context.tally.waitingForWork -= 1
    this.#step = 'working'
    const { serviceMs } = this.#cost
    if (serviceMs > 0) this.#timer = this.#context.clock.after(serviceMs, () => this.#workDone())
    else this.#workDone()
  }

  #workDone(): void {
    this.#step = 'answering'
    this.#context.places?.leave()
    this.#answer()
  }

  #answer(): void {
    this.#step = 'answering'
    const { latencyMs } = this.#cost
    if (latencyMs > 0) this.#timer = this.#context.clock.after(latencyMs, () => this.#finish())
    else this.#finish()
  }

  #finish(): void {
    const { tally } = this.#context
    if (this.#isAbandoned) tally.servedToNobody += 1
    else tally.served += 1
    this.#end('finished')
  }

  #timeOut(): void {
    const { tally, detached } = this.#context
    tally.handlerTimeouts += 1
    detached.add(this)
    this.#abandon()
    this.outcome = 'timed-out'
    this.#ended()
  }

  #giveUp(): void {
    this.#context.tally.aborted += 1
    this.#end('gave-up')
  }

  #end(outcome: 'finished' | 'gave-up' | 'refused'): void {
    const wasAnswered = this.outcome !== undefined
    this.outcome ??= outcome
    this.#leave()
    if (!this.#isBeginning && !wasAnswered) this.#ended()
  }

  #leave(): void {
    const { tally, slots, places, detached } = this.#context
    this.#hasLeft = true
    detached.delete(this)
    this.#timeout?.cancel()
    this.#timer?.cancel()
    this.#givingUp?.cancel()
    if (this.#step === 'queued') {
      slots?.withdraw(this)
      return
    }
    tally.handling -= 1
    if (this.#isAbandoned) tally.handlingAbandoned -= 1
    if (this.#step === 'waiting') {
      tally.waitingForWork -= 1
      if (this.#workSeeker !== undefined) places?.withdraw(this.#workSeeker)
    } else if (this.#step === 'working') {
      places?.leave()
    }
    slots?.leave()
  }
}
