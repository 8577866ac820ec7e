import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Recorder } from '@loadrun/metrics'
import { plainConnecting, plainGet, plainScenario, type Scenario } from '@loadrun/plan'
import { loadClock } from './clock.ts'
import { runScenario } from './executors/run-scenario.ts'
import { epochNowMs } from './pacing/clock.ts'
import type { Waiting } from './pacing/pacing.ts'
import { Seconds } from './seconds.ts'
import { readConnectRules } from './users/connect-rules.ts'
import { compileFlow } from './users/flow.ts'
import { openUserClients } from './users/user-clients.ts'

const ratePerSecond = 5000
const durationMs = 200
const patienceMs = 1000
const requestsOfConnection = 10

const step = plainGet('/', { expectStatus: [200] })

const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok')

/**
 * Carries out a short open load by the client against a server within this thread, whose counts nobody sees. Code
 * that runs for the first time takes tens of milliseconds, and V8 compiles it on other threads meanwhile: without a
 * rehearsal the first seconds of a load would be late because of that.
 *
 * The server resets connections now and then, so that connecting is rehearsed as well. Nobody keeps TIME_WAIT after a
 * reset: whoever counts sockets does not see that there was a rehearsal.
 */
export async function rehearse(client: Scenario['client'], waiting: Waiting | undefined): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let requests = 0
    const reply = () => (++requests < requestsOfConnection ? socket.write(answer) : socket.resetAndDestroy())
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
  // Before the clients close theirs, who would keep TIME_WAIT then.
  const resetAll = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  try {
    await makeLoad(client, `http://127.0.0.1:${port}`, waiting, resetAll)
  } finally {
    resetAll()
    server.close()
  }
}

async function makeLoad(
  client: Scenario['client'],
  target: string,
  waiting: Waiting | undefined,
  onOver: () => void,
): Promise<void> {
  const load = {
    executor: 'constant-arrival-rate',
    ratePerSecond,
    durationMs,
    arrivals: 'uniform',
    maxVUs: 20,
  } as const
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
  seconds.finish(clock.nowMs())
}
