import { Recorder } from '@loadrun/metrics'
import type { Scenario } from '@loadrun/plan'
import { loadClock } from '../clock.ts'
import { epochNowMs } from '../pacing/clock.ts'
import { readConnectRules } from '../users/connect-rules.ts'
import { Cookies } from '../users/cookies.ts'
import { compileFlow, type Flow, type FlowGiven } from '../users/flow.ts'
import type { Iteration } from '../users/iteration.ts'
import { contain } from '../users/script/contain.ts'
import { openUserClients } from '../users/user-clients.ts'
import { VirtualUser } from '../users/virtual-user.ts'
import type { Way } from '../users/walk.ts'
import type { StageTask } from './messages.ts'

/** The one user of a stage, and his one iteration. */
export interface OpenStage {
  readonly flow: Flow
  readonly user: VirtualUser
  readonly iteration: Iteration
  readonly way: Way
  readonly recorder: Recorder
  close(): Promise<void>
}

/** What a stage does, where it differs from the scenario whose way of sending it has. */
type Own = Pick<Scenario, 'name' | 'variables' | 'steps'>
type More = Required<Pick<FlowGiven, 'scripts' | 'setupData'>> &
  Pick<FlowGiven, 'endsWith'> & { readonly bytesOf: FlowGiven['data']['bytesOf'] }

/** Cookies are kept, for as long as the stage lasts. */
export async function openStage(
  { targets, seed, scenario }: Omit<StageTask, 'work' | 'port'>,
  own: Own,
  { bytesOf, ...more }: More,
): Promise<OpenStage> {
  const whole: Scenario = { ...scenario, cookies: 'per-vu', data: [], ...own }
  const startEpochMs = epochNowMs()
  const clock = loadClock(startEpochMs)
  const recorder = new Recorder()
  contain(recorder.scriptErrors, clock)
  const part = { worker: 0, workers: 1, seed }
  const clients = openUserClients(whole, await readConnectRules(whole.connecting), clock, part)
  const flow = compileFlow(whole, {
    ...more,
    targets,
    clients,
    clock,
    recorder,
    onTime: () => undefined,
    part,
    data: { rowFor: () => ({}), bytesOf },
    newCookies: () => new Cookies(),
    startEpochMs,
  })
  const iteration = flow.begin()
  if (iteration === undefined) throw new Error(`Cannot begin ${own.name}: its data have no row`)
  const way = { iteration, cameMs: 0, hasWaited: false }
  return { flow, user: new VirtualUser(flow), iteration, way, recorder, close: () => clients.close() }
}
