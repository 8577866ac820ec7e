import type { ScenarioRecorder } from '@loadrun/metrics'
import type { Quota } from '../shapes/quota.ts'
import type { VirtualUser } from '../users/virtual-user.ts'
import type { ScenarioTime } from './scenario-time.ts'

export interface IterationsGiven {
  readonly quota: Quota
  /** Milliseconds after the scenario's start after which no iteration begins. */
  readonly endMs: number
  readonly hire: () => VirtualUser
  readonly scenario: ScenarioRecorder
}

/**
 * Carries out a load of so many iterations: it ends when they are made. Those that have not begun when its time is up
 * are dropped and counted, those under way have the graceful stop to finish.
 */
export async function iterations(given: IterationsGiven, time: ScenarioTime): Promise<void> {
  const { clock, startMs, signal, gracefulStopMs } = time
  const { quota, scenario } = given
  const over = new AbortController()
  const allMade = new AbortController()
  const staff = Array.from({ length: quota.users }, given.hire)
  let left = quota.iterations
  const most = quota.by === 'each' ? quota.iterations / quota.users : quota.iterations
  const work = (user: VirtualUser) =>
    new Promise<void>((resolve) => {
      let made = 0
      const goOn = () => {
        if (user.isOut || made >= most || left <= 0 || over.signal.aborted || signal.aborted) {
          user.leave()
          resolve()
          return
        }
        made++
        left--
        user.goOn(goOn)
      }
      goOn()
    })
  const made = Promise.all(staff.map(work)).then(() => allMade.abort())
  const stop = AbortSignal.any([signal, allMade.signal])
  const endMs = startMs + given.endMs
  await clock.sleepUntil(endMs, stop)
  over.abort()
  await clock.sleepUntil(endMs + gracefulStopMs, stop)
  for (const user of staff) user.interrupt()
  await made
  if (!signal.aborted) scenario.dropped(left)
}
