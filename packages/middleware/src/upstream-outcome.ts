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

/** `undefined` for success: a whole answer with a status below 400. */
export type Outcome = Failure | undefined

export function outcomeOf({ status, statusText, body }: Answer): Outcome {
  if (status < 400) return undefined
  const message =
    body.length > 0 ? body : Buffer.from(`upstream answered ${`${status} ${statusText}`.trim()} without a body`)
  return { cause: 'status', status, message }
}

export function timeoutOf(timeoutMs: number, waitedForConnection: boolean): Failure {
  const sentence = waitedForConnection
    ? `no upstream connection became free within ${timeoutMs} ms`
    : `upstream did not answer within ${timeoutMs} ms`
  return { cause: 'timeout', status: undefined, message: Buffer.from(sentence) }
}

/** What an error says about the upstream. Never `timeout`: that only our own timer knows. */
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
