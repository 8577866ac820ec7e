import { allowedTargets, type ConnectRules } from '@loadrun/http'
import { Recorder } from '@loadrun/metrics'
import type { Scenario } from '@loadrun/plan'
import { loadClock } from './clock.ts'
import { type Data, openData } from './data/open-data.ts'
import { runScenario } from './executors/run-scenario.ts'
import type { MessageFromWorker, MessageToWorker, WorkerTask } from './messages.ts'
import { openWaiting, type Waiting } from './pacing/pacing.ts'
import { type ArrivalRows, openArrivalRows } from './recordings/arrival-rows.ts'
import type { Recording } from './recordings/recordings.ts'
import { rehearsalExtent, rehearse } from './rehearse.ts'
import { rehearseCounting } from './rehearse-counting.ts'
import { Seconds } from './seconds.ts'
import { nameThread } from './thread-times.ts'
import { readConnectRules } from './users/connect-rules.ts'
import type { Cookies } from './users/cookies.ts'
import { compileFlow } from './users/flow.ts'
import { contain } from './users/script/contain.ts'
import { scriptThread } from './users/script/script-thread.ts'
import { openScripts, runsScripts, type Scripts } from './users/script/scripts.ts'
import { openUserClients } from './users/user-clients.ts'
import { watchGenerator } from './watch-generator.ts'

type Start = Extract<MessageToWorker, { kind: 'start' }>

/** What a worker thread does: its part of a load, from the agreed moment to the last request's end. */
export default async function work(task: WorkerTask): Promise<void> {
  nameThread(`worker ${task.worker + 1}`)
  const post = (message: MessageFromWorker) => task.port.postMessage(message)
  const abort = new AbortController()
  const start = new Promise<Start>((resolve) => {
    task.port.on('message', (message: MessageToWorker) => {
      if (message.kind === 'start') resolve(message)
      else abort.abort()
    })
  })
  try {
    rehearseCounting()
    const data = await openData(task.plan.scenarios)
    const scripts = await openScripts(task.plan.scenarios)
    const scenarios = await Promise.all(task.plan.scenarios.map((scenario) => withRules(scenario, task.allowTargets)))
    const newCookies = await openCookies(task.plan.scenarios)
    const waiting = await openWaiting(task.plan)
    await rehearseOpenLoad(task, waiting)
    post({ kind: 'ready' })
    const given = { data, scripts, scenarios, waiting, newCookies }
    const recorder = await makeLoad(task, given, await start, abort, post)
    data.close()
    await waiting?.alarm.close()
    post({ kind: 'total', metrics: recorder.total(), troubles: data.troubles() })
  } finally {
    // Tells the main thread that nothing more will come.
    task.port.close()
  }
}

/** One rehearsal is enough: scenarios differ in what they send, and hardly in what code they run. */
async function rehearseOpenLoad(
  { plan, workers, recordings }: WorkerTask,
  waiting: Waiting | undefined,
): Promise<void> {
  const extents = plan.scenarios.map((scenario) => rehearsalExtent(scenario, workers, recordings[scenario.name]?.dueMs))
  const longest = extents.includes('long') ? 'long' : extents.find((extent) => extent !== undefined)
  const client = plan.scenarios[extents.indexOf(longest)]?.client
  if (longest !== undefined && client !== undefined) await rehearse(client, waiting, longest)
}

/** A scenario with what its files say. */
interface ReadScenario {
  readonly scenario: Scenario
  readonly rules: ConnectRules
}

/** What is opened before the load starts. */
interface LoadGiven {
  readonly newCookies: (() => Cookies) | undefined
  readonly data: Data
  readonly scripts: Scripts
  readonly scenarios: readonly ReadScenario[]
  readonly waiting: Waiting | undefined
}

/** The rules of cookies take a while to load, which a load without any is spared. */
async function openCookies(scenarios: readonly Scenario[]): Promise<(() => Cookies) | undefined> {
  if (scenarios.every(({ cookies }) => cookies === 'none') && !runsScripts(scenarios)) return undefined
  const { Cookies } = await import('./users/cookies.ts')
  return () => new Cookies()
}

async function withRules(scenario: Scenario, allowTargets: string | undefined): Promise<ReadScenario> {
  const rules = await readConnectRules(scenario.connecting)
  return { scenario, rules: allowTargets === undefined ? rules : { ...rules, mayReach: allowedTargets(allowTargets) } }
}

async function makeLoad(
  { plan, worker, workers, targets, recordings }: WorkerTask,
  { data, scripts, scenarios, waiting, newCookies }: LoadGiven,
  { atEpochMs: startEpochMs, setupData }: Start,
  abort: AbortController,
  post: (message: MessageFromWorker) => void,
): Promise<Recorder> {
  const clock = loadClock(startEpochMs, waiting)
  const apart = new Map(plan.scenarios.map(({ name, apart }) => [name, apart?.statuses ?? []]))
  const recorder = new Recorder({
    warmUpMs: plan.warmUpMs,
    statusesOf: (scenario) => apart.get(scenario) ?? [],
  })
  const seconds = new Seconds(recorder, (metrics) => post({ kind: 'second', metrics }), setImmediate)
  const finished = new AbortController()
  const watching = watchGenerator(recorder.generator, seconds.reach, { clock, signal: finished.signal })
  const part = { worker, workers, seed: plan.seed }
  const flowGiven = {
    targets,
    clock,
    recorder,
    onTime: seconds.reach,
    part,
    data,
    scripts,
    newCookies,
    setupData,
    thread: scriptThread(part, {
      speaksAlone: plan.scenarios.filter((scenario) => runsScripts([scenario])).length < 2,
      abort: (reason) => {
        recorder.abort({ reason, atMs: Math.max(0, clock.nowMs()) })
        abort.abort()
      },
    }),
    startEpochMs,
  }
  if (runsScripts(plan.scenarios)) contain(recorder.scriptErrors, clock)
  const flows = scenarios.map(({ scenario, rules }) => {
    const clients = openUserClients(scenario, rules, clock, part)
    const recording = recordings[scenario.name]
    const arrivalRows = rowsOf(scenario, recording)
    const flow = compileFlow(scenario, { ...flowGiven, clients, arrivalRows })
    return { scenario, clients, flow, recording, arrivalRows }
  })
  await Promise.all(
    flows.map(({ scenario, flow, recording }) =>
      runScenario(scenario, flow, part, { clock, signal: abort.signal, recording }),
    ),
  )
  const endMs = clock.nowMs()
  finished.abort()
  await Promise.all([watching, ...flows.map(({ clients }) => clients.close())])
  for (const { arrivalRows } of flows) arrivalRows?.close()
  seconds.finish(Math.max(0, endMs))
  return recorder
}

function rowsOf({ load }: Scenario, recording: Recording | undefined): ArrivalRows | undefined {
  if (load.executor !== 'recorded-arrival-times' || recording === undefined) return undefined
  return openArrivalRows(load.recording, recording)
}
