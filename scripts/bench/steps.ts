import process from 'node:process'
import { Recorder } from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'
import { Bench } from 'tinybench'
import { loadClock } from '../../packages/engine/src/clock.ts'
import { constantArrivalRate } from '../../packages/engine/src/shapes/constant-arrival-rate.ts'
import { compileFlow } from '../../packages/engine/src/users/flow.ts'
import { VirtualUser } from '../../packages/engine/src/users/virtual-user.ts'
import type { Client, Exchange } from '../../packages/http/src/client.ts'
import { AnswerReader } from '../../packages/http/src/wire/answer-reader.ts'
import type { Target } from './target.ts'

/** A timer is too coarse for one of these, so each sample is of so many. */
const timesASample = 1000

/** What the parts of a request cost the generator itself, without sockets. */
export const steps: Target = async ({ seconds }) => {
  const bench = new Bench({ time: seconds * 100, warmupTime: 500, throws: true })
  for (const [name, once] of Object.entries(parts())) {
    bench.add(name, () => {
      for (let time = 0; time < timesASample; time++) once(time)
    })
  }
  process.stderr.write(`${bench.tasks.length} parts\n`)
  const tasks = await bench.run()
  const rows = tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} was not measured`)
    // Milliseconds of a thousand are microseconds of one.
    return { name, fastest: result.latency.min * 1000, p50: result.latency.p50 * 1000 }
  })
  return {
    title: 'What parts of a request cost, without sockets',
    lines: [
      ['part', 'ns at best', 'ns at the median'],
      ...rows.map(({ name, fastest, p50 }) => [name, fastest.toFixed(0), p50.toFixed(0)]),
    ],
    data: { rows },
  }
}

function parts(): Readonly<Record<string, (time: number) => void>> {
  const arrivals = { executor: 'constant-arrival-rate', ratePerSecond: 1000, durationMs: 3_600_000, maxVUs: 1 } as const
  const uniform = constantArrivalRate({ ...arrivals, arrivals: 'uniform' }, 1)
  const poisson = constantArrivalRate({ ...arrivals, arrivals: 'poisson' }, 1)
  const requests = new Recorder().request('visit', 'home')
  const sample = {
    ...timesOf(0),
    dueMs: 0,
    status: 200,
    bytesSent: 60,
    bytesReceived: 93,
    failure: undefined,
  }
  return {
    'when an arrival is due, uniform': (time) => void uniform.dueMs(time),
    'when an arrival is due, Poisson': (time) => void poisson.dueMs(time),
    'recording of a request': (time) => {
      sample.endMs = 1 + time / 100
      requests.record(sample)
    },
    'counting of a check': () => requests.check('status is 200', true),
    'reading of an answer with two fields': readerOf('Content-Type: text/plain\r\n'),
    'reading of an answer with eight fields': readerOf(eightFields),
    'iteration of one step with a status': iterationOf('{ get: /, expect: { status: 200 } }'),
    'the same with a template': iterationOf("{ get: '/?n={{ iteration() }}', expect: { status: 200 } }"),
    'the same with two expectations': iterationOf('{ get: /, expect: { status: 200, contains: Hello } }'),
    'the same with a capture': iterationOf(
      '{ get: /, expect: { status: 200 }, capture: { kind: { header: server } } }',
    ),
    'the same with all three': iterationOf(
      "{ get: '/?n={{ iteration() }}', expect: { status: 200, contains: Hello }, capture: { kind: { header: server } } }",
    ),
  }
}

const eightFields =
  'Server: nginx/1.22.1\r\nDate: Sun, 22 Nov 2026 18:44:12 GMT\r\nContent-Type: text/html\r\n' +
  'Last-Modified: Sun, 22 Nov 2026 18:00:00 GMT\r\nConnection: keep-alive\r\nETag: "637d0b1c-267"\r\nAccept-Ranges: bytes\r\n'

function readerOf(fields: string): () => void {
  const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${fields}Content-Length: 13\r\n\r\nHello, world!`)
  const reader = new AnswerReader()
  const sink = { onHead: () => false, onBody: () => undefined }
  return () => {
    reader.begin(false, sink)
    reader.read(bytes, 0, bytes.length)
    if (!reader.isDone) throw new Error('The answer was not read to its end')
  }
}

/** A user who goes through the step, and is answered at once. */
function iterationOf(step: string): () => void {
  const text = `target: http://127.0.0.1
scenarios:
  visit: { executor: constant-vus, duration: 1s, steps: [${step}] }`
  const read = readScenario(text, { file: 'bench.yaml', cores: 1 })
  const [scenario] = 'plans' in read ? (read.plans[0]?.scenarios ?? []) : []
  if (scenario === undefined) throw new Error(`Cannot measure ${step}: it is no step`)
  const clock = loadClock(Date.now())
  let answer: (() => void) | undefined
  const client: Client = {
    send: (_request, _limits, onEnd) => {
      answer = () => onEnd(answered(clock.nowMs()))
    },
    close: async () => undefined,
  }
  const user = new VirtualUser(
    compileFlow(scenario, {
      targets: ['http://127.0.0.1'],
      clients: { hire: () => client, release: () => undefined },
      clock,
      recorder: new Recorder(),
      onTime: () => undefined,
      part: { worker: 0, workers: 1, seed: 1 },
      data: { rowFor: () => ({}), bytesOf: () => Buffer.alloc(0) },
      startEpochMs: 0,
    }),
  )
  return () => {
    user.goOn(() => undefined)
    answer?.()
  }
}

/** Of a request that was answered at once, over a connection that was there. */
function timesOf(nowMs: number) {
  return { sentMs: nowMs, startedMs: nowMs, firstByteMs: nowMs, endMs: nowMs, setup: undefined, sendingMs: 0 }
}

const body = Buffer.from('Hello, world!')

function answered(nowMs: number): Exchange {
  return {
    ...timesOf(nowMs),
    status: 200,
    bytesSent: 60,
    bytesReceived: 93,
    failure: undefined,
    answer: { headers: { server: 'bench' }, body, isWhole: true, connection: undefined },
  }
}
