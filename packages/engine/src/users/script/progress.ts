import type { Recorder } from '@loadrun/metrics'
import { loadDurationMs, type Scenario } from '@loadrun/plan'
import type { Progress } from '@loadrun/script'
import type { Clock } from '../../clock.ts'
import { quotaOf } from '../../shapes/quota.ts'
import { shapeOf } from '../../shapes/shape.ts'
import type { IterationPart } from '../iteration.ts'
import type { ScriptThread } from './script-thread.ts'

export interface ProgressGiven {
  readonly clock: Clock
  readonly recorder: Recorder
  readonly part: IterationPart
  /** When the load started, in milliseconds since 1970. */
  readonly startEpochMs: number
}

/** Tells how a scenario's load goes on this thread, when it is asked. */
export function progressOf(
  { name, startMs, load }: Pick<Scenario, 'name' | 'startMs' | 'load'>,
  { clock, recorder, part, startEpochMs }: ProgressGiven,
  thread: ScriptThread,
): () => Progress {
  const shape = shapeOf(load, 0)
  const quota = shape.model === 'counted' ? quotaOf(shape.quota, part.worker, part.workers).iterations : undefined
  const durationMs = loadDurationMs(load)
  return () => {
    const elapsedMs = clock.nowMs()
    const { completed, interrupted, active } = recorder.iterations()
    const own = recorder.scenario(name).iterations
    const share = quota === undefined ? (elapsedMs - startMs) / durationMs : (own.completed + own.interrupted) / quota
    return {
      elapsedMs,
      scenarioStartEpochMs: startEpochMs + startMs,
      scenarioShare: Math.min(1, Math.max(0, share)),
      iterationsCompleted: completed,
      iterationsInterrupted: interrupted,
      usersActive: active,
      usersEver: thread.users,
    }
  }
}
