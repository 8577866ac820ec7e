import type { Exchange, SendLimits } from '@loadrun/http'
import type { CompiledStep, Flow } from './flow.ts'

/** Someone who goes through a scenario's steps, one request at a time. */
export class VirtualUser {
  readonly #flow: Flow
  readonly #interruption = new AbortController()
  readonly #limits: SendLimits

  constructor(flow: Flow) {
    this.#flow = flow
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

  async #iterate(dueMs: number, wasPlanned: boolean): Promise<void> {
    const { clock, scenario, steps, generator } = this.#flow
    const startedMs = clock.nowMs()
    scenario.started()
    if (wasPlanned) generator.late(startedMs - dueMs)
    let cameMs = dueMs
    for (const step of steps) {
      if (this.#interruption.signal.aborted) {
        scenario.interrupted()
        return
      }
      const exchange = await this.#flow.client.send(step.request, this.#limits)
      this.#record(step, cameMs, exchange)
      if (exchange.failure?.cause === 'interrupted') {
        scenario.interrupted()
        return
      }
      cameMs = clock.nowMs()
    }
    scenario.completed(clock.nowMs() - startedMs)
  }

  #record(step: CompiledStep, dueMs: number, exchange: Exchange): void {
    const { sample } = this.#flow
    sample.dueMs = dueMs
    sample.sentMs = exchange.sentMs
    sample.startedMs = exchange.startedMs
    sample.firstByteMs = exchange.firstByteMs
    sample.endMs = exchange.endMs
    sample.status = exchange.status
    sample.bytesSent = exchange.bytesSent
    sample.bytesReceived = exchange.bytesReceived
    sample.failure = exchange.failure
    this.#flow.onTime(exchange.endMs)
    step.requests.record(sample)
    // Nobody was there any more to look at the answer.
    if (exchange.failure?.cause === 'interrupted') return
    step.requests.check(step.check, exchange.status !== undefined && step.request.isExpected(exchange.status))
  }
}
