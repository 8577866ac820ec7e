import type { MessagePort } from 'node:worker_threads'
import type { Metrics } from '@loadrun/metrics'
import type { JsonValue, Plan } from '@loadrun/plan'
import type { Recording } from './recordings/recordings.ts'

/** What a worker thread is given to do. */
export interface WorkerTask {
  readonly plan: Pick<Plan, 'seed' | 'pacing' | 'warmUpMs' | 'scenarios'>
  /** From 0. */
  readonly worker: number
  readonly workers: number
  /** Base URLs, used in turn. */
  readonly targets: readonly string[]
  /** Where load may be sent to, as `allowedTargets()` of the clients reads it; `undefined`: anywhere. */
  readonly allowTargets?: string | undefined
  /** Those of recorded loads, by scenario. */
  readonly recordings: Readonly<Record<string, Recording>>
  readonly port: MessagePort
}

export type MessageToWorker =
  | {
      readonly kind: 'start'
      readonly atEpochMs: number
      /** What `setup()` returned, or `before` left in variables. */
      readonly setupData?: JsonValue | undefined
    }
  /** Ends the load at once. */
  | { readonly kind: 'abort' }

export type MessageFromWorker =
  | { readonly kind: 'ready' }
  /** What was counted in one second of the load. One for each second, in order, empty or not. */
  | { readonly kind: 'second'; readonly metrics: Metrics }
  /** The last message: everything counted, at full precision. */
  | { readonly kind: 'total'; readonly metrics: Metrics; readonly troubles: readonly string[] }
