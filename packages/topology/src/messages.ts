import type { LimitedServerCounts, MiddlewareCounts, UpstreamFailure } from '@loadrun/metrics'
import type { LimitedServerPlan, MiddlewarePlan } from '@loadrun/plan'

/** Where a tier can be reached. */
export interface TierAddress {
  readonly addresses: readonly string[]
  readonly port: number
}

/** To a tier's process. `start` comes first, once; the upstream is given as the addresses to use in turn. */
export type ToTier =
  | { readonly type: 'start'; readonly tier: LimitedServerPlan }
  | { readonly type: 'start'; readonly tier: MiddlewarePlan; readonly upstream: TierAddress }
  /** The load starts now: time profiles count from here. */
  | { readonly type: 'load-started' }
  | { readonly type: 'stop' }

/** From a tier's process. Times are milliseconds since the Unix epoch. */
export type FromTier =
  | ({ readonly type: 'ready' } & TierAddress)
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'counts'; readonly atEpochMs: number; readonly counts: LimitedServerCounts | MiddlewareCounts }
  /** The last message: what counts say at the end, and what failed. */
  | {
      readonly type: 'stopped'
      readonly atEpochMs: number
      readonly counts: LimitedServerCounts | MiddlewareCounts
      readonly upstreamFailures: readonly UpstreamFailure[]
    }
