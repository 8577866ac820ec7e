import { workerData } from 'node:worker_threads'
import { Recorder } from '@loadrun/metrics'
import type { RunStep, Scenario } from '@loadrun/plan'
import { loadFunction, speakFor } from '@loadrun/script'
import { loadClock } from '../clock.ts'
import { epochNowMs } from '../pacing/clock.ts'
import { readConnectRules } from '../users/connect-rules.ts'
import { compileFlow } from '../users/flow.ts'
import { contain } from '../users/script/contain.ts'
import { describe } from '../users/script/tell-error.ts'
import { openUserClients } from '../users/user-clients.ts'
import { VirtualUser } from '../users/virtual-user.ts'
import type { StageAnswer, StageTask } from './messages.ts'

// A thread that calls a function of a script once: `setup()`, `teardown()` or `handleSummary()`. It can do what users
// can; its requests are no part of the load, and are not counted.
const task = workerData as StageTask
task.port.postMessage(await answer())
task.port.close()

async function answer(): Promise<StageAnswer> {
  try {
    return { text: JSON.stringify(await call()) }
  } catch (error) {
    const { message, place } = describe(error)
    return { problem: place === '' ? message : `${message} at ${place}` }
  }
}

async function call(): Promise<unknown> {
  const { path, name, given, targets, scenario } = task
  const step: RunStep = { ...stepOf(path), name, function: name }
  const own: Scenario = { ...scenario, name, data: [], variables: [], steps: [step] }
  const startEpochMs = epochNowMs()
  const clock = loadClock(startEpochMs)
  const recorder = new Recorder()
  contain(recorder.scriptErrors, clock)
  const part = { worker: 0, workers: 1, seed: task.seed }
  const clients = openUserClients(own, await readConnectRules(own.connecting), clock, part)
  const flow = compileFlow(own, {
    targets,
    clients,
    clock,
    recorder,
    onTime: () => undefined,
    part,
    data: { rowFor: () => ({}), bytesOf: () => Buffer.alloc(0) },
    startEpochMs,
    scripts: () => () => undefined,
  })
  const work = await loadFunction(path, name)
  const iteration = flow.begin()
  if (iteration === undefined) throw new Error('Cannot run a script: its data have no row')
  const user = new VirtualUser(flow)
  const way = { iteration, cameMs: 0, hasWaited: false }
  const call = user.speaking.call({ ...step, call: work, place: undefined, places: () => new Map() }, way)
  try {
    return await speakFor(call, '', async () => work(given === undefined ? undefined : JSON.parse(given)))
  } finally {
    await call.allDone()
    await clients.close()
  }
}

function stepOf(path: string): Omit<RunStep, 'name' | 'function'> {
  return {
    kind: 'run',
    path,
    group: '',
    tags: {},
    as: undefined,
    given: 'data',
    environment: {},
    keepsAnswers: true,
    redirects: 10,
  }
}
