import { Recorder } from '@loadrun/metrics'

/** Rounds after which the code that counts is compiled: later ones take no less time. */
const rounds = 20

/**
 * Counts requests that never were. Done before the load, because code that runs for the first time takes tens of
 * milliseconds, which would make the arrivals of the first second late.
 */
export function rehearseCounting(): void {
  const recorder = new Recorder()
  const requests = recorder.request('rehearsal', 'rehearsal')
  const sample = {
    dueMs: 0,
    sentMs: 0,
    startedMs: 0,
    firstByteMs: 0,
    endMs: 0,
    status: 200,
    setup: undefined,
    sendingMs: 0,
    bytesSent: 0,
    bytesReceived: 0,
    failure: undefined,
  }
  for (let round = 1; round <= rounds; round++) {
    for (let request = 0; request < 50; request++) {
      sample.endMs = request * round
      requests.record(sample)
      recorder.generator.late(request)
    }
    recorder.take(round)
  }
  recorder.total()
}
