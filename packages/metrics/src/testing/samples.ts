import type { Failure, Sample } from '../sample.ts'

/** A request that succeeded, but for the changes. */
export function sample(changes: Partial<Sample> = {}): Sample {
  return {
    dueMs: 0,
    sentMs: 1,
    startedMs: 2,
    firstByteMs: 5,
    endMs: 10,
    status: 200,
    setup: undefined,
    sendingMs: 0,
    bytesSent: 100,
    bytesReceived: 1000,
    failure: undefined,
    ...changes,
  }
}

/** A refusal by the server. */
export function failure(changes: Partial<Failure> = {}): Failure {
  return {
    cause: 'status',
    text: 'too many',
    fromServer: true,
    headers: {},
    body: 'too many',
    connection: undefined,
    ...changes,
  }
}
