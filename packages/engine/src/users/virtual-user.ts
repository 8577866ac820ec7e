import type { Client, Exchange, SendLimits } from '@loadrun/http'
import type { Failure } from '@loadrun/metrics'
import type { Clock } from '../clock.ts'
import type { CompiledStep, Flow } from './flow.ts'
import type { Iteration } from './iteration.ts'

/** Someone who goes through a scenario's steps, one request at a time. */
export class VirtualUser {
  readonly #flow: Flow
  readonly #client: Client
  readonly #interruption = new AbortController()
  readonly #limits: SendLimits

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
    this.#interruption.abort()
  }

  /** This user does not come again. */
  leave(): void {
    this.#flow.clients.release(this.#client)
  }

  async #iterate(dueMs: number, wasPlanned: boolean): Promise<void> {
    const { clock, scenario, steps, generator } = this.#flow
    const startedMs = clock.nowMs()
    scenario.started()
    if (wasPlanned) generator.late(startedMs - dueMs)
    const iteration = this.#flow.begin()
    let cameMs = dueMs
    for (const step of steps) {
      if (this.#interruption.signal.aborted) {
        scenario.interrupted()
        return
      }
      const exchange = await this.#send(step, iteration)
      if (exchange.failure?.cause === 'interrupted') {
        this.#record(step, cameMs, exchange, exchange.failure)
        scenario.interrupted()
        return
      }
      const examined = step.examine?.(exchange, iteration) ?? exchange
      this.#record(step, cameMs, exchange, examined.failure)
      if ('canGoOn' in examined && !examined.canGoOn) break
      cameMs = clock.nowMs()
    }
    scenario.completed(clock.nowMs() - startedMs)
  }

  #send({ request }: CompiledStep, iteration: Iteration): Promise<Exchange> {
    if (typeof request !== 'function') return this.#client.send(request, this.#limits)
    try {
      return this.#client.send(request(iteration), this.#limits)
    } catch (error) {
      return notSent(error, this.#flow.clock)
    }
  }

  #record(step: CompiledStep, dueMs: number, exchange: Exchange, failure: Failure | undefined): void {
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
