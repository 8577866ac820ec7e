import type { Client, CompiledRequest, Exchange, SendLimits, StopSignal } from '@loadrun/http'
import type { VirtualClock } from './virtual-clock.ts'

/** Answers each request after a given time, in virtual time. */
export class VirtualClient implements Client {
  /** When each request was sent. */
  readonly sentAt: number[] = []
  readonly #clock: VirtualClock
  readonly #answerMs: number

  constructor(clock: VirtualClock, answerMs: number) {
    this.#clock = clock
    this.#answerMs = answerMs
  }

  send(_request: CompiledRequest, { signal }: SendLimits, onEnd: (exchange: Exchange) => void): void {
    void this.#exchange(signal).then(onEnd)
  }

  async close(): Promise<void> {}

  async #exchange(signal: StopSignal): Promise<Exchange> {
    const sentMs = this.#clock.nowMs()
    this.sentAt.push(sentMs)
    await this.#clock.sleepUntil(sentMs + this.#answerMs, signal)
    const interrupted = {
      cause: 'interrupted',
      text: '',
      fromServer: false,
      headers: {},
      body: '',
      connection: undefined,
    } as const
    return {
      sentMs,
      startedMs: sentMs,
      firstByteMs: signal.aborted ? Number.NaN : this.#clock.nowMs(),
      endMs: this.#clock.nowMs(),
      status: signal.aborted ? undefined : 200,
      setup: undefined,
      sendingMs: 0,
      bytesSent: 1,
      bytesReceived: 1,
      failure: signal.aborted ? interrupted : undefined,
      answer: undefined,
    }
  }
}
