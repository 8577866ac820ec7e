import type { Client, CompiledRequest, Exchange, SendLimits, StopSignal } from '@loadrun/http'
import type { VirtualClock } from './virtual-clock.ts'

/** How long a server takes to answer a request that was sent then. */
export type AnswerMs = number | ((sentMs: number) => number)

/** Answers each request after a given time, in virtual time. */
export class VirtualClient implements Client {
  /** When each request was sent. */
  readonly sentAt: number[] = []
  readonly #clock: VirtualClock
  readonly #answerMs: (sentMs: number) => number

  constructor(clock: VirtualClock, answerMs: AnswerMs) {
    this.#clock = clock
    this.#answerMs = typeof answerMs === 'number' ? () => answerMs : answerMs
  }

  send(_request: CompiledRequest, { signal }: SendLimits, onEnd: (exchange: Exchange) => void): void {
    void this.#exchange(signal).then(onEnd)
  }

  async close(): Promise<void> {}

  async #exchange(signal: StopSignal): Promise<Exchange> {
    const sentMs = this.#clock.nowMs()
    this.sentAt.push(sentMs)
    await this.#clock.sleepUntil(sentMs + this.#answerMs(sentMs), signal)
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
