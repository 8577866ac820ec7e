import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Recorder } from '@loadrun/metrics'
import { plainConnecting, plainGet, plainScenario, type RequestStep, type Scenario } from '@loadrun/plan'
import { loadClock } from './clock.ts'
import { runScenario } from './executors/run-scenario.ts'
import { epochNowMs } from './pacing/clock.ts'
import type { Waiting } from './pacing/pacing.ts'
import { Seconds } from './seconds.ts'
import { shapeOf } from './shapes/shape.ts'
import { readConnectRules } from './users/connect-rules.ts'
import { compileFlow } from './users/flow.ts'
import { openUserClients } from './users/user-clients.ts'

export type RehearsalExtent = 'short' | 'long'

/** One load of a rehearsal. */
interface Round {
  readonly ratePerSecond: number
  readonly durationMs: number
  readonly step: RequestStep
}

/** At this rate the thread sleeps between arrivals, as in most loads. */
const paced = { ratePerSecond: 5000, durationMs: 100 }
const denser = { ratePerSecond: 10_000, durationMs: 300 }
/** More than a thread gets done that is its own server. */
const flood = { ratePerSecond: 20_000, durationMs: 300 }

const checked = plainGet('/', { expectStatus: [200] })
const following = plainGet('/', { redirects: 10 })
const both = plainGet('/', { expectStatus: [200], redirects: 10 })

/**
 * Each round has users and steps of its own, which differ as those of files do: code that was compiled for one kind
 * alone is thrown away when another one comes.
 */
const rounds: Readonly<Record<RehearsalExtent, readonly Round[]>> = {
  short: [
    { ...paced, step: checked },
    { ...paced, step: both },
  ],
  long: [
    { ...paced, step: checked },
    { ...flood, step: following },
    { ...flood, step: both },
    { ...flood, step: checked },
    { ...denser, step: following },
    { ...denser, step: both },
  ],
}

const patienceMs = 1000
const secondsCutMs = 1500
const maxVUs = 50
const requestsOfConnection = 100
const requestsOfHead = 10

/** Heads are recognised while they are the same: servers tell the time in theirs. */
const answers = ['0', '1'].map((time) =>
  Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ndate: ${time}\r\ncontent-length: 2\r\n\r\nok`),
)

/** Arrivals of a worker from which on one and a half seconds more before the load are worth it. */
const many = 10_000

/** How long the part that each of so many workers has of a load is rehearsed; `undefined`: it is no open load. */
export function rehearsalExtent(
  { load }: Pick<Scenario, 'load'>,
  workers: number,
  recordedMs?: Float64Array,
): RehearsalExtent | undefined {
  const shape = shapeOf(load, 0, recordedMs)
  if (shape.model !== 'open') return undefined
  return shape.pacer.dueMs(many * workers) === undefined ? 'short' : 'long'
}

/**
 * Carries out open loads by the client against a server within this thread, whose counts nobody sees. Code that runs
 * for the first time takes tens of milliseconds, and V8 compiles it on other threads meanwhile, three times over until
 * it has run some ten thousand times: without a rehearsal the first seconds of a load would be late because of that.
 *
 * The server resets connections now and then, so that connecting is rehearsed as well. Nobody keeps TIME_WAIT after a
 * reset: whoever counts sockets does not see that there was a rehearsal.
 */
export async function rehearse(
  client: Scenario['client'],
  waiting: Waiting | undefined,
  extent: RehearsalExtent,
): Promise<void> {
  const sockets = new Set<Socket>()
  let answered = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    let requests = 0
    const reply = () => {
      const answer = answers[Math.floor(answered++ / requestsOfHead) % answers.length]
      if (answer === undefined || ++requests === requestsOfConnection) socket.resetAndDestroy()
      else socket.write(answer)
    }
    socket.on('data', reply).on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    // Without a loopback interface the load begins unrehearsed.
    return
  }
  const { port } = server.address() as AddressInfo
  const target = `http://127.0.0.1:${port}`
  // Before the clients close theirs, who would keep TIME_WAIT then.
  const resetAll = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  try {
    for (const round of rounds[extent]) await makeLoad(round, { client, target, waiting, onOver: resetAll })
  } finally {
    resetAll()
    server.close()
  }
}

interface RoundGiven {
  readonly client: Scenario['client']
  readonly target: string
  readonly waiting: Waiting | undefined
  /** Called when the load is over, before its clients are closed. */
  readonly onOver: () => void
}

async function makeLoad(
  { ratePerSecond, durationMs, step }: Round,
  { client, target, waiting, onOver }: RoundGiven,
): Promise<void> {
  const load = { executor: 'constant-arrival-rate', ratePerSecond, durationMs, arrivals: 'uniform', maxVUs } as const
  const rehearsed = plainScenario(load, { client, gracefulStopMs: 0, requestTimeoutMs: patienceMs, steps: [step] })
  const startEpochMs = epochNowMs()
  const clock = loadClock(startEpochMs, waiting)
  const recorder = new Recorder()
  const part = { worker: 0, workers: 1, seed: 1 }
  const clients = openUserClients(rehearsed, await readConnectRules(plainConnecting), clock, part)
  const data = { rowFor: () => undefined, bytesOf: () => Buffer.alloc(0) }
  const seconds = new Seconds(recorder, () => undefined, setImmediate)
  const flow = compileFlow(rehearsed, {
    targets: [target],
    clients,
    clock,
    recorder,
    onTime: seconds.reach,
    part,
    data,
    startEpochMs,
  })
  const ended = new AbortController()
  const tooLong = sleep(patienceMs, undefined, { signal: ended.signal }).catch(() => undefined)
  await Promise.race([runScenario(rehearsed, flow, part, { clock, signal: ended.signal }), tooLong])
  onOver()
  ended.abort()
  await clients.close()
  // Late enough for seconds to be cut, which a load does while it goes on.
  seconds.finish(Math.max(secondsCutMs, clock.nowMs()))
}
