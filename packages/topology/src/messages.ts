import type { TierCounts, UpstreamFailure } from '@loadrun/metrics'
import type { CommandPlan, LimitedServerPlan, MiddlewarePlan, ToxicsPlan } from '@loadrun/plan'

/** Where a tier can be reached. */
export interface TierAddress {
  readonly addresses: readonly string[]
  readonly port: number
}

/** Where a tier sends what it receives: a tier, whose addresses it uses in turn, or a system of the user's own. */
export type Upstream = TierAddress | Readonly<{ url: string }>

/** To a tier's process. `start` comes first, once. */
export type ToTier =
  | { readonly type: 'start'; readonly tier: LimitedServerPlan }
  | { readonly type: 'start'; readonly tier: MiddlewarePlan | ToxicsPlan; readonly upstream: Upstream }
  | { readonly type: 'start'; readonly tier: CommandPlan; readonly sendsTo: Upstream | undefined }
  /** When the load started, in milliseconds since the Unix epoch: time profiles and samples count from here. */
  | { readonly type: 'load-started'; readonly atEpochMs: number }
  /** The load is over: say once more what was counted, and count no further. Sent to all tiers before any is stopped. */
  | { readonly type: 'load-ended' }
  | { readonly type: 'stop' }

/** What a tier has counted. `upstreamFailures` is empty for tiers that send nothing upstream. */
export interface TierCounted {
  /** Milliseconds since the Unix epoch. */
  readonly atEpochMs: number
  readonly counts: TierCounts
  readonly upstreamFailures: readonly UpstreamFailure[]
}

/** From a tier's process. */
export type FromTier =
  | ({ readonly type: 'ready' } & TierAddress)
  | { readonly type: 'failed'; readonly message: string }
  | ({ readonly type: 'counts' } & TierCounted)
  /** What the tier had counted when the load was over. No more counts follow. */
  | ({ readonly type: 'last-counts' } & TierCounted)
