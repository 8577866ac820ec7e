import type { LimitedServerPlan } from '@loadrun/plan'
import { createRandom, deriveSeed, drawMs, type Random } from '@loadrun/random'

/** The time of a simulation. */
export interface SimulatedTime {
  nowMs(): number
  at(atMs: number, event: () => void): void
}

/** A request as the server sees it, on a connection of its own. */
export interface SimulatedRequest {
  /** Called once, unless it is forgotten because its client left. */
  readonly ended: (how: 'answered' | 'refused') => void
}

type Step = 'queued' | 'waiting' | 'working' | 'answering'

/** A limited server without network and processing time: its slots, the queue before them, the bottleneck behind. */
export class SimulatedServer {
  readonly #plan: LimitedServerPlan
  readonly #time: SimulatedTime
  readonly #latencies: Random
  readonly #services: Random
  readonly #steps = new Map<SimulatedRequest, Step>()
  readonly #gone = new Set<SimulatedRequest>()
  readonly #queue = new Set<SimulatedRequest>()
  readonly #workQueue = new Set<SimulatedRequest>()
  #slots = 0
  #working = 0

  constructor(plan: LimitedServerPlan, time: SimulatedTime, seed: number) {
    this.#plan = plan
    this.#time = time
    this.#latencies = createRandom(deriveSeed(seed, 'latencies'))
    this.#services = createRandom(deriveSeed(seed, 'services'))
  }

  get slotsInUse(): number {
    return this.#slots
  }

  enter(request: SimulatedRequest): void {
    const { concurrency, queue, queueTimeoutMs } = this.#plan
    if (this.#slots < (concurrency ?? Number.POSITIVE_INFINITY)) this.#admit(request)
    else if (this.#queue.size < (queue ?? Number.POSITIVE_INFINITY)) this.#enqueue(request, queueTimeoutMs)
    else request.ended('refused')
  }

  /** What that means is up to `onDisconnect`; a connection that waits unread goes unnoticed until its turn. */
  clientLeft(request: SimulatedRequest): void {
    const step = this.#steps.get(request)
    if (step === undefined || this.#plan.onDisconnect === 'continue') return
    if (step !== 'queued') this.#leave(request, step)
    else if (this.#plan.limit === 'requests') this.#withdraw(request)
    else this.#gone.add(request)
  }

  #enqueue(request: SimulatedRequest, timeoutMs: number | undefined): void {
    this.#steps.set(request, 'queued')
    this.#queue.add(request)
    if (timeoutMs === undefined) return
    this.#time.at(this.#time.nowMs() + timeoutMs, () => {
      if (!this.#queue.has(request)) return
      this.#withdraw(request)
      request.ended('refused')
    })
  }

  #withdraw(request: SimulatedRequest): void {
    this.#queue.delete(request)
    this.#gone.delete(request)
    this.#steps.delete(request)
  }

  #admitNext(): void {
    for (const request of this.#queue) {
      if (this.#slots >= (this.#plan.concurrency ?? Number.POSITIVE_INFINITY)) return
      const hasGone = this.#gone.has(request)
      this.#withdraw(request)
      if (!hasGone) this.#admit(request)
    }
  }

  #admit(request: SimulatedRequest): void {
    const { work } = this.#plan
    this.#slots += 1
    if (work === undefined) {
      this.#answer(request)
    } else {
      this.#steps.set(request, 'waiting')
      this.#workQueue.add(request)
      this.#workNext(work)
    }
  }

  #workNext(work: NonNullable<LimitedServerPlan['work']>): void {
    const [request] = this.#workQueue
    if (request === undefined || this.#working >= work.parallel) return
    this.#workQueue.delete(request)
    this.#steps.set(request, 'working')
    this.#working += 1
    this.#time.at(this.#time.nowMs() + drawMs(work.service, this.#services), () => {
      if (this.#steps.get(request) !== 'working') return
      this.#working -= 1
      this.#workNext(work)
      this.#answer(request)
    })
  }

  #answer(request: SimulatedRequest): void {
    const { phases } = this.#plan.latency
    const phase = phases.findLast(({ fromMs }) => fromMs <= this.#time.nowMs()) ?? phases[0]
    const latencyMs = phase === undefined ? 0 : drawMs(phase.distribution, this.#latencies)
    this.#steps.set(request, 'answering')
    this.#time.at(this.#time.nowMs() + latencyMs, () => {
      if (!this.#steps.has(request)) return
      this.#leave(request, 'answering')
      request.ended('answered')
    })
  }

  /** Gives back what the request holds. */
  #leave(request: SimulatedRequest, step: Step): void {
    const { work } = this.#plan
    this.#steps.delete(request)
    this.#workQueue.delete(request)
    if (step === 'working' && work !== undefined) {
      this.#working -= 1
      this.#workNext(work)
    }
    this.#slots -= 1
    this.#admitNext()
  }
}
