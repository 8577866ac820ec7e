import {
  type Answer,
  type Client,
  type CompiledRequest,
  type Exchange,
  redirected,
  redirectStatuses,
  type SendLimits,
} from '@loadrun/http'
import type { Failure, RequestRecorder } from '@loadrun/metrics'
import type { JsonValue } from '@loadrun/plan'
import { drawMs } from '@loadrun/random'
import type { CompiledFlowStep, CompiledRequestStep, CompiledStep } from './compile-steps.ts'
import type { Cookies } from './cookies.ts'
import { bodyTextOf, failedBy } from './failed-by.ts'
import type { Flow } from './flow.ts'
import type { Iteration } from './iteration.ts'
import { notSent } from './not-sent.ts'
import { recordExchange } from './record-exchange.ts'
import type { SpeakingUser } from './script/speaking-user.ts'

/** Who walks. */
export interface Walker {
  readonly flow: Flow
  readonly client: Client
  readonly limits: SendLimits
  readonly cookies: Cookies | undefined
  /** The signal of the limits knows it, too, but takes its time to tell. */
  readonly isInterrupted: boolean
  /** The walker as scripts know him. */
  readonly speaking: SpeakingUser
}

/** How far a user has come in an iteration. */
export interface Way {
  readonly iteration: Iteration
  /** When he came to the step: the first of an open load when it was due, others when the one before was done. */
  cameMs: number
  /** Whether any step took time. */
  hasWaited: boolean
}

/** Where an answer leads, or why it leads nowhere though it should. */
type Turn = { readonly next: CompiledRequest } | { readonly failure: Failure }

/** `given up`: what later steps need did not come. */
export type End = 'through' | 'given up' | 'interrupted'

const mostRounds = 1_000_000
const roundsInARow = 1000

/**
 * Goes through a list of steps, one after the other. What comes of a request is taken up in a callback, which costs a
 * fraction of what promises do; steps of other kinds are rarer, and may be asynchronous functions.
 */
export class Walk {
  readonly #walker: Walker
  readonly #steps: readonly CompiledStep[]
  readonly #way: Way
  readonly #onEnd: (end: End) => void
  readonly #onExchange = (exchange: Exchange) => this.#take(exchange)
  #next = 0
  #step: CompiledRequestStep | undefined
  /** The request that was sent last, and where it counts. */
  #request: CompiledRequest | undefined
  #requests: RequestRecorder | undefined
  #redirects = 0

  constructor(walker: Walker, steps: readonly CompiledStep[], way: Way, onEnd: (end: End) => void) {
    this.#walker = walker
    this.#steps = steps
    this.#way = way
    this.#onEnd = onEnd
  }

  /** Takes the next step. */
  goOn(): void {
    const step = this.#steps[this.#next++]
    if (step === undefined) this.#onEnd('through')
    else if (this.#walker.isInterrupted) this.#onEnd('interrupted')
    else if (step.kind === 'request') this.#send(step)
    else void this.#follow(step, this.#way).then((end) => (end === 'through' ? this.goOn() : this.#onEnd(end)))
  }

  #send(step: CompiledRequestStep): void {
    this.#step = step
    this.#requests = step.requests
    this.#redirects = 0
    this.#way.hasWaited = true
    const { request } = step
    if (typeof request !== 'function') {
      this.#dispatch(request)
      return
    }
    try {
      this.#dispatch(request(this.#way.iteration))
    } catch (error) {
      void notSent(error, this.#walker.flow.clock).then(this.#onExchange)
    }
  }

  #dispatch(request: CompiledRequest): void {
    const { client, cookies } = this.#walker
    const limits = this.#limits()
    this.#request = request
    client.send(cookies === undefined ? request : cookies.addTo(request), limits, this.#onExchange)
  }

  #limits(): SendLimits {
    const { limits } = this.#walker
    const { timeoutMs = limits.timeoutMs, maxAnswerBytes } = this.#step ?? {}
    if (maxAnswerBytes !== undefined) return { ...limits, timeoutMs, maxAnswerBytes }
    return timeoutMs === limits.timeoutMs ? limits : { ...limits, timeoutMs }
  }

  #take(exchange: Exchange): void {
    const step = this.#step
    if (step === undefined) return
    const way = this.#way
    if (exchange.failure?.cause === 'interrupted') {
      this.#record(step, exchange, exchange.failure)
      this.#onEnd('interrupted')
      return
    }
    const turn = exchange.answer === undefined ? undefined : this.#turn(step, exchange, exchange.answer)
    if (turn !== undefined && 'next' in turn) {
      this.#record(step, exchange, exchange.failure)
      way.cameMs = exchange.endMs
      this.#requests = step.redirects?.requests()
      this.#redirects++
      this.#dispatch(turn.next)
      return
    }
    const examined = step.examine?.(exchange, way.iteration, way.cameMs)
    const failure = examined === undefined ? exchange.failure : examined.failure
    const failed = turn === undefined ? failure : (failure ?? turn.failure)
    this.#record(step, exchange, failed)
    this.#check(step, exchange)
    // Readings of the clock are a good part of what a request costs: none is made without need.
    way.cameMs = examined === undefined ? exchange.endMs : this.#walker.flow.clock.nowMs()
    const isEnd = failed !== undefined && this.#endsWith(step, failed, exchange)
    if (isEnd || examined?.canGoOn === false) this.#onEnd('given up')
    else this.goOn()
  }

  #endsWith({ name }: CompiledRequestStep, failure: Failure, { status }: Exchange): boolean {
    return this.#walker.flow.endsWith?.(name, failure, status) === true
  }

  /** Keeps the cookies of an answer, and looks where it leads. `undefined`: it is for the step to look at. */
  #turn(step: CompiledRequestStep, { status = 0 }: Exchange, answer: Answer): Turn | undefined {
    const request = this.#request
    if (request === undefined) return undefined
    this.#walker.cookies?.keep(request, answer)
    if (step.redirects === undefined || !redirectStatuses.has(status)) return undefined
    const { location } = answer.headers
    const unexpected = step.isExpected(status) ? undefined : { failure: failedBy('status', bodyTextOf(answer), answer) }
    if (typeof location !== 'string') return unexpected
    if (this.#redirects >= step.redirects.most) {
      const text = `Expected: ${step.redirects.most} redirects at most; this one leads to ${location}`
      return { failure: failedBy('expectation', text, answer) }
    }
    const next = redirected(request, status, location)
    return next === undefined ? unexpected : { next }
  }

  #record(step: CompiledRequestStep, exchange: Exchange, failure: Failure | undefined): void {
    recordExchange(this.#requests ?? step.requests, this.#way.cameMs, exchange, failure, this.#walker.flow)
  }

  #check(step: CompiledRequestStep, exchange: Exchange): void {
    step.requests.check(
      step.check,
      exchange.status !== undefined && step.isExpected(exchange.status),
      undefined,
      this.#way.cameMs,
    )
  }

  async #follow(step: CompiledFlowStep, way: Way): Promise<End> {
    const { iteration } = way
    switch (step.kind) {
      case 'think':
        return this.#think(drawMs(step.time, iteration.random), way)
      case 'run':
        return this.#walker.speaking.run(step, way)
      case 'if':
        return this.#walk(step.condition(iteration) ? step.steps : step.otherwise, way)
      case 'choose':
        return this.#walk(chosen(step, iteration), way)
      case 'parallel':
        return this.#atOnce(step.branches, way)
      case 'repeat': {
        const count = Math.min(mostRounds, Number(step.count(iteration)))
        const { place } = step
        return this.#rounds(step.steps, way, (round) => {
          if (place !== undefined) iteration.values[place] = round + 1
          return round < count
        })
      }
      case 'forEach': {
        const list = step.list(iteration)
        const items: readonly JsonValue[] = Array.isArray(list) ? list : []
        return this.#rounds(step.steps, way, (round) => {
          iteration.values[step.place] = items[round] ?? null
          return round < items.length
        })
      }
      case 'while':
        return this.#rounds(step.steps, way, (round) => round < step.atMost && Boolean(step.condition(iteration)))
    }
  }

  #walk(steps: readonly CompiledStep[], way: Way): Promise<End> {
    return new Promise((resolve) => new Walk(this.#walker, steps, way, resolve).goOn())
  }

  #think(durationMs: number, way: Way): Promise<End> {
    const { clock } = this.#walker.flow
    const { signal } = this.#walker.limits
    if (durationMs > 0) way.hasWaited = true
    return clock.sleepUntil(clock.nowMs() + durationMs, signal).then(() => {
      way.cameMs = clock.nowMs()
      return signal.aborted ? 'interrupted' : 'through'
    })
  }

  /** `begins` is asked before each round, from 0, whether there is one. */
  async #rounds(steps: readonly CompiledStep[], way: Way, begins: (round: number) => boolean): Promise<End> {
    for (let round = 0; begins(round); round++) {
      const end = await this.#walk(steps, way)
      if (end !== 'through') return end
      // Rounds in which nothing waits would keep the event loop from everything else.
      if (round % roundsInARow === roundsInARow - 1) await this.#walker.flow.clock.nextTurn()
    }
    return 'through'
  }

  async #atOnce(branches: readonly (readonly CompiledStep[])[], way: Way): Promise<End> {
    const ends = await Promise.all(
      branches.map(async (steps) => {
        const own = { ...way }
        const end = await this.#walk(steps, own)
        way.hasWaited ||= own.hasWaited
        return end
      }),
    )
    way.cameMs = this.#walker.flow.clock.nowMs()
    return ends.find((end) => end === 'interrupted') ?? ends.find((end) => end === 'given up') ?? 'through'
  }
}

function chosen(
  { choices, totalWeight }: Extract<CompiledFlowStep, { kind: 'choose' }>,
  { random }: Iteration,
): readonly CompiledStep[] {
  let left = random() * totalWeight
  for (const { weight, steps } of choices) {
    left -= weight
    if (left < 0) return steps
  }
  return choices.at(-1)?.steps ?? []
}
