import type { ScenarioRecorder } from '@loadrun/metrics'
import type { Pacer } from '../shapes/pacer.ts'
import type { VirtualUser } from '../users/virtual-user.ts'
import { Crew } from './crew.ts'
import type { ScenarioTime } from './scenario-time.ts'

export interface ArrivalsGiven {
  readonly pacer: Pacer
  /** Which of all workers' arrivals one of the pacer's is. */
  readonly numberOf: (index: number) => number
  /** Milliseconds after the scenario's start at which the load ends. */
  readonly endMs: number
  readonly maxUsers: number
  readonly hire: () => VirtualUser
  readonly scenario: ScenarioRecorder
}

/** Late arrivals in a row after which the sockets are looked after, lest answers wait that would free users. */
const burst = 32

/**
 * Carries out an open load: each arrival starts when it is due, whatever the server does. One that falls due while
 * every user is busy is dropped and counted. One that is late starts at once, and its lateness counts in its response
 * time.
 */
export async function arrivals(given: ArrivalsGiven, time: ScenarioTime): Promise<void> {
  const { clock, startMs, signal } = time
  const crew = new Crew(given.hire, given.maxUsers)
  const dueAt = (index: number) => {
    const elapsedMs = given.pacer.dueMs(index)
    return elapsedMs === undefined ? undefined : startMs + elapsedMs
  }
  let beforeMs: number | undefined
  let dueMs = dueAt(0)
  for (let index = 0, lateInARow = 0; dueMs !== undefined; index++) {
    const thenMs = dueAt(index + 1)
    if (dueMs > clock.nowMs()) {
      await clock.sleepExactlyUntil(dueMs, signal, { beforeMs, thenMs })
      lateInARow = 0
    } else if (++lateInARow % burst === 0) {
      await clock.nextTurn()
    }
    if (signal.aborted) break
    if (!crew.start(dueMs, given.numberOf(index))) given.scenario.dropped(1, dueMs)
    beforeMs = dueMs
    dueMs = thenMs
  }
  const endMs = startMs + given.endMs
  await clock.sleepUntil(endMs, signal)
  await crew.leave(endMs + time.gracefulStopMs, time)
}
