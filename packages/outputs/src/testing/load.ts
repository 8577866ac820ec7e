import { type Metrics, Recorder, type SocketSample } from '@loadrun/metrics'
import { type Plan, readScenario } from '@loadrun/plan'

export const plan: Plan = planOf(`
name: checkout 1
target: http://127.0.0.1:1
scenarios: { visitors: { executor: constant-vus, duration: 3s, steps: [{ get: / }] } }
`)

function planOf(text: string): Plan {
  const read = readScenario(text, { file: 'test.yaml', cores: 1 })
  const [first] = 'plans' in read ? read.plans : []
  if (first === undefined) throw new Error('There is no plan')
  return first
}

export const sockets: SocketSample = {
  atMs: 0,
  legs: {
    'client → server': { from: { ESTABLISHED: 7, TIME_WAIT: 3 }, to: { ESTABLISHED: 7 }, portsToBusiestDestination: 0 },
  },
  counters: {},
}

/** So many seconds, each with these durations of requests that succeed, and one that fails after a second. */
export function secondsOf(count: number, durationsMs: readonly number[]): readonly Metrics[] {
  const recorder = new Recorder()
  recorder.scenario('visitors')
  const failure = {
    cause: 'status',
    text: 'no',
    fromServer: true,
    headers: {},
    body: '',
    connection: undefined,
  } as const
  return Array.from({ length: count }, (_, second) => {
    const sentMs = second * 1000
    const requests = recorder.request('visitors', 'GET /')
    const record = (durationMs: number, failed: boolean) =>
      requests.record({
        ...{ dueMs: sentMs, sentMs, startedMs: sentMs, firstByteMs: sentMs, endMs: sentMs + durationMs },
        ...{ setup: undefined, sendingMs: 0, bytesSent: 10, bytesReceived: 100 },
        status: failed ? 503 : 200,
        failure: failed ? failure : undefined,
      })
    for (const durationMs of durationsMs) record(durationMs, false)
    record(1000, true)
    return recorder.take(sentMs + 1000)
  })
}
