import type { FailureCause, FailureSample } from './metrics.ts'

/**
 * One finished request, as the recorder reads it. A sender keeps a single one and fills it anew for every request.
 * Times are milliseconds since the load started, all of one clock; `NaN` where a moment never came.
 */
export interface Sample {
  /** When the plan wanted it sent; for closed loads and later steps, when the user came to it. */
  dueMs: number
  /** When it was handed to the client. */
  sentMs: number
  /** When its first byte was written on a connection. */
  startedMs: number
  firstByteMs: number
  endMs: number
  /** How its connection was made, where one was made for it. */
  setup: ConnectionSetup | undefined
  /** How long the kernel kept it from being written; 0 where it took all of it at once. */
  sendingMs: number
  /** `undefined`: no answer came as far as its status. */
  status: number | undefined
  bytesSent: number
  bytesReceived: number
  failure: Failure | undefined
}

/** How long each part of making a connection took; 0 for one that was not needed, or not come to. */
export interface ConnectionSetup {
  readonly lookingUpMs: number
  readonly connectingMs: number
  readonly handshakingMs: number
}

/** Why and how a request failed. */
export interface Failure {
  readonly cause: FailureCause
  /** What the server sent, else the error's message. */
  readonly text: string
  readonly fromServer: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly connection: FailureSample['connection']
}
