import type { Metrics } from '@loadrun/metrics'
import type { LoadOutcome, LoadPlan } from './generate-load.ts'

/** To a process that makes a load: `generate` comes first, once. */
export type ToLoadProcess =
  | { readonly type: 'generate'; readonly plan: LoadPlan; readonly targets: readonly string[] }
  /** Ends the load at once. */
  | { readonly type: 'abort' }

/** From it. */
export type FromLoadProcess =
  /** The process runs, so that its network namespace can be looked at. */
  | { readonly type: 'ready' }
  /** Shortly before the load starts. */
  | { readonly type: 'starts'; readonly atEpochMs: number }
  | { readonly type: 'second'; readonly metrics: Metrics }
  /** The last message. */
  | ({ readonly type: 'ended' } & LoadOutcome)
  | { readonly type: 'failed'; readonly message: string }
