import type { UpstreamFailure } from '@loadrun/metrics'
import type { Answer } from './connection.ts'

/** How an upstream request failed. */
export interface Failure {
  readonly cause: UpstreamFailure['cause']
  /** `undefined` where no answer came. */
  readonly status: number | undefined
  /** The upstream's own message, byte for byte; without one, a sentence of ours. */
  readonly message: Buffer
}

/** `ok`: a whole answer with a status below 400. `dropped`: nobody wanted the answer any more. */
export type Outcome = 'ok' | 'dropped' | Failure

export function outcomeOf({ status, statusText, body }: Answer): Outcome {
  if (status < 400) return 'ok'
  const message =
    body.length > 0 ? body : Buffer.from(`upstream answered ${`${status} ${statusText}`.trim()} without a body`)
  return { cause: 'status', status, message }
}

/** What a request was waiting for when a timer of ours ended it. */
export type TimedOutAt = 'free connection' | 'connect' | 'headers' | 'whole answer'

export function timeoutOf(at: TimedOutAt, limitMs: number): Failure {
  const [cause, sentence] = timeoutsAt[at]
  return { cause, status: undefined, message: Buffer.from(`${sentence} within ${limitMs} ms`) }
}

const timeoutsAt: Readonly<Record<TimedOutAt, readonly [UpstreamFailure['cause'], string]>> = {
  'free connection': ['timeout', 'no upstream connection became free'],
  connect: ['connect-timeout', 'no connection to the upstream stood'],
  headers: ['headers-timeout', 'upstream did not begin to answer'],
  'whole answer': ['timeout', 'upstream did not answer'],
}

export function totalTimeoutOf(limitMs: number): Failure {
  const message = Buffer.from(`all attempts together took longer than ${limitMs} ms`)
  return { cause: 'total-timeout', status: undefined, message }
}

export const circuitOpenFailure: Failure = {
  cause: 'circuit-open',
  status: undefined,
  message: Buffer.from('circuit breaker is open: upstream was not asked'),
}

/** What an error says about the upstream. Never a timeout: that only our own timers know. */
export function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const [cause, sentence] = failuresByCode[code] ?? ['other', `upstream request failed: ${messageOf(error)}`]
  const message = cause === 'other' ? sentence : `${sentence} (${code})`
  return { cause, status: undefined, message: Buffer.from(message) }
}

const failuresByCode: Readonly<Record<string, readonly [UpstreamFailure['cause'], string]>> = {
  ECONNRESET: ['reset', 'upstream connection was reset'],
  EPIPE: ['reset', 'upstream connection was reset'],
  UND_ERR_SOCKET: ['closed', 'upstream closed the connection before the whole answer had come'],
  HPE_INVALID_EOF_STATE: ['closed', 'upstream closed the connection before the whole answer had come'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['closed', 'upstream closed the connection before the whole answer had come'],
  ECONNREFUSED: ['connection-refused', 'upstream refused the connection'],
  EADDRNOTAVAIL: ['no-free-port', 'no local port was free for a connection to the upstream'],
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
