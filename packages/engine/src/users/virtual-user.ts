import type { Client, Exchange, SendLimits } from '@loadrun/http'
import type { Failure } from '@loadrun/metrics'
import type { JsonValue } from '@loadrun/plan'
import { drawMs } from '@loadrun/random'
import type { Clock } from '../clock.ts'
import type { CompiledFlowStep, CompiledRequestStep, CompiledStep } from './compile-steps.ts'
import type { Flow } from './flow.ts'
import type { Iteration } from './iteration.ts'

/** How far a user has come in an iteration. */
interface Way {
  readonly iteration: Iteration
  /** When he came to the step: the first of an open load when it was due, others when the one before was done. */
  cameMs: number
  /** Whether any step took time. */
  hasWaited: boolean
}

/** `given up`: what later steps need did not come. */
type End = 'through' | 'given up' | 'interrupted'

const mostRounds = 1_000_000
const roundsInARow = 1000

/** Someone who goes through a scenario's steps, one request at a time. */
export class VirtualUser {
  readonly #flow: Flow
  readonly #client: Client
  readonly #interruption = new AbortController()
  readonly #limits: SendLimits
  /** The signal knows it, too, but takes its time to tell. */
  #isInterrupted = false

  constructor(flow: Flow) {
    this.#flow = flow
    this.#client = flow.clients.hire()
    this.#limits = { timeoutMs: flow.requestTimeoutMs, signal: this.#interruption.signal }
  }

  /** An iteration that fell due at `dueMs`: its first request's response time counts from then, and so does lateness. */
  arrive(dueMs: number): Promise<void> {
    return this.#iterate(dueMs, true)
  }

  /** An iteration of a user who starts when he is ready to. */
  goOn(): Promise<void> {
    return this.#iterate(this.#flow.clock.nowMs(), false)
  }

  /** Cuts the iteration off, with the request that is under way. Nothing can be asked of this user afterwards. */
  interrupt(): void {
    this.#isInterrupted = true
    this.#interruption.abort()
  }

  /** This user does not come again. */
  leave(): void {
    this.#flow.clients.release(this.#client)
  }

  async #iterate(dueMs: number, wasPlanned: boolean): Promise<void> {
    const { clock, scenario, steps, generator } = this.#flow
    // Readings of the clock are a good part of what an iteration costs: none is made twice.
    const startedMs = wasPlanned ? clock.nowMs() : dueMs
    scenario.started()
    if (wasPlanned) generator.late(startedMs - dueMs)
    const way: Way = { iteration: this.#flow.begin(), cameMs: dueMs, hasWaited: false }
    const end = await this.#walk(steps, way)
    // A user whom no step keeps waiting must not starve the event loop when he starts over.
    if (!way.hasWaited) await clock.nextTurn()
    if (end === 'interrupted') scenario.interrupted()
    else scenario.completed(clock.nowMs() - startedMs)
  }

  async #walk(steps: readonly CompiledStep[], way: Way): Promise<End> {
    const { clock } = this.#flow
    for (const step of steps) {
      if (this.#isInterrupted) return 'interrupted'
      if (step.kind !== 'request') {
        const end = await this.#follow(step, way)
        if (end !== 'through') return end
        continue
      }
      way.hasWaited = true
      const exchange = await this.#send(step, way.iteration)
      if (exchange.failure?.cause === 'interrupted') {
        this.#record(step, way.cameMs, exchange, exchange.failure)
        return 'interrupted'
      }
      const examined = step.examine?.(exchange, way.iteration) ?? exchange
      this.#record(step, way.cameMs, exchange, examined.failure)
      if ('canGoOn' in examined && !examined.canGoOn) return 'given up'
      way.cameMs = clock.nowMs()
    }
    return 'through'
  }

  async #follow(step: CompiledFlowStep, way: Way): Promise<End> {
    const { iteration } = way
    switch (step.kind) {
      case 'think':
        return this.#think(drawMs(step.time, iteration.random), way)
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

  async #think(durationMs: number, way: Way): Promise<End> {
    const { clock } = this.#flow
    const { signal } = this.#interruption
    if (durationMs > 0) way.hasWaited = true
    await clock.sleepUntil(clock.nowMs() + durationMs, signal)
    way.cameMs = clock.nowMs()
    return signal.aborted ? 'interrupted' : 'through'
  }

  /** `begins` is asked before each round, from 0, whether there is one. */
  async #rounds(steps: readonly CompiledStep[], way: Way, begins: (round: number) => boolean): Promise<End> {
    for (let round = 0; begins(round); round++) {
      const end = await this.#walk(steps, way)
      if (end !== 'through') return end
      // Rounds in which nothing waits would keep the event loop from everything else.
      if (round % roundsInARow === roundsInARow - 1) await this.#flow.clock.nextTurn()
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
    way.cameMs = this.#flow.clock.nowMs()
    return ends.find((end) => end === 'interrupted') ?? ends.find((end) => end === 'given up') ?? 'through'
  }

  #send({ request }: CompiledRequestStep, iteration: Iteration): Promise<Exchange> {
    if (typeof request !== 'function') return this.#client.send(request, this.#limits)
    try {
      return this.#client.send(request(iteration), this.#limits)
    } catch (error) {
      return notSent(error, this.#flow.clock)
    }
  }

  #record(step: CompiledRequestStep, dueMs: number, exchange: Exchange, failure: Failure | undefined): void {
    const { sample } = this.#flow
    sample.dueMs = dueMs
    sample.sentMs = exchange.sentMs
    sample.startedMs = exchange.startedMs
    sample.firstByteMs = exchange.firstByteMs
    sample.endMs = exchange.endMs
    sample.status = exchange.status
    sample.bytesSent = exchange.bytesSent
    sample.bytesReceived = exchange.bytesReceived
    sample.failure = failure
    this.#flow.onTime(exchange.endMs)
    step.requests.record(sample)
    // Nobody was there any more to look at the answer.
    if (failure?.cause === 'interrupted') return
    step.requests.check(step.check, exchange.status !== undefined && step.isExpected(exchange.status))
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

/** A request that cannot be written, such as one to a captured address that is none. */
async function notSent(error: unknown, clock: Clock): Promise<Exchange> {
  const sentMs = clock.nowMs()
  // Lets the event loop go on, should a user try again and again.
  await clock.nextTurn()
  const text = error instanceof Error ? error.message : String(error)
  return {
    sentMs,
    startedMs: Number.NaN,
    firstByteMs: Number.NaN,
    endMs: clock.nowMs(),
    status: undefined,
    bytesSent: 0,
    bytesReceived: 0,
    failure: { cause: 'other', text, fromServer: false, headers: {}, body: '', connection: undefined },
    answer: undefined,
  }
}
