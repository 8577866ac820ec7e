import type { Scenario } from '@loadrun/plan'
import { deriveSeed } from '@loadrun/random'
import type { Clock } from '../clock.ts'
import type { Recording } from '../recordings/recordings.ts'
import { stripe } from '../shapes/pacer.ts'
import { quotaOf } from '../shapes/quota.ts'
import { shapeOf } from '../shapes/shape.ts'
import { share, shareOf } from '../shapes/staffing.ts'
import type { Flow } from '../users/flow.ts'
import { VirtualUser } from '../users/virtual-user.ts'
import { arrivals } from './arrivals.ts'
import { iterations } from './iterations.ts'
import { users } from './users.ts'

/** Which part of a load is carried out here. */
export interface Part {
  /** From 0. */
  readonly worker: number
  readonly workers: number
  /** The plan's, the same for all workers. */
  readonly seed: number
}

/** Carries out one worker's part of a scenario; resolves when its last iteration has ended. */
export async function runScenario(
  scenario: Scenario,
  flow: Flow,
  part: Part,
  given: Readonly<{ clock: Clock; signal: AbortSignal; recording?: Pick<Recording, 'dueMs'> | undefined }>,
): Promise<void> {
  const { startMs, gracefulStopMs } = scenario
  const { clock, signal } = given
  const shape = shapeOf(scenario.load, deriveSeed(part.seed, `arrivals of ${scenario.name}`), given.recording?.dueMs)
  const time = { clock, signal, startMs, gracefulStopMs }
  const hire = () => new VirtualUser(flow)
  await clock.sleepUntil(startMs, signal)
  if (shape.model === 'counted') {
    const quota = quotaOf(shape.quota, part.worker, part.workers)
    await iterations({ quota, endMs: shape.endMs, hire, scenario: flow.scenario }, time)
    return
  }
  if (shape.model === 'closed') {
    const staffing = share(shape.staffing, part.worker, part.workers)
    await users({ staffing, gracefulRampDownMs: shape.gracefulRampDownMs, hire }, time)
    return
  }
  // A worker without a user would drop its whole share of the arrivals.
  const carriers = Math.min(part.workers, shape.maxUsers)
  if (part.worker >= carriers) return
  const pacer = stripe(shape.pacer, part.worker, carriers)
  const numberOf = (index: number) => part.worker + index * carriers
  const maxUsers = shareOf(shape.maxUsers, part.worker, carriers)
  await arrivals({ pacer, numberOf, endMs: shape.endMs, maxUsers, hire, scenario: flow.scenario }, time)
}
