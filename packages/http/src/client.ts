import type { FailureSample, Sample } from '@loadrun/metrics'
import type { CompiledRequest } from './request.ts'
import type { StopSignal } from './stop.ts'

/** Sends requests over connections it owns. */
export interface Client {
  /**
   * Calls `onEnd` once, when the request has ended, with what became of it: a failure is a result. Never before `send`
   * has returned. A callback, because a promise for each request costs more than the rest of the client.
   */
  send(request: CompiledRequest, limits: SendLimits, onEnd: (exchange: Exchange) => void): void
  /** Interrupts what is under way; resolves when every socket is closed. */
  close(): Promise<void>
}

export interface SendLimits {
  /** From handing the request over to the last byte of the answer. When it passes, the connection is dropped. */
  readonly timeoutMs: number
  /** Longest body of an answer that somebody wants to know; left out: the client's own limit. */
  readonly maxAnswerBytes?: number
  /** Gives the request up and drops its connection. */
  readonly signal: StopSignal
}

/** How one request went. Times are readings of the client's clock; `NaN` where a moment never came. */
export interface Exchange extends Omit<Readonly<Sample>, 'dueMs'> {
  /** What the server said, of a request that asks for it (`keeps`) and was answered to the end. */
  readonly answer: Answer | undefined
}

/** An answer that is kept, whatever its status. Its body is as it was before it was compressed. */
export interface Answer {
  /** By name, in small letters; one that came several times is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
  /** `false`: the body is only the start of what came, or empty where it could not be decompressed. */
  readonly isWhole: boolean
  readonly connection: FailureSample['connection']
}
