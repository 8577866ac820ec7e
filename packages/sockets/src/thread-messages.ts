import type { Leg, LocalPorts } from '@loadrun/metrics'
import type { ObservedProcess } from './descriptors.ts'
import type { ObservedPlace } from './observed-host.ts'
import type { Snapshot } from './snapshot.ts'

/** What the thread is created with. */
export interface SocketThreadTask {
  readonly legs: readonly Leg[]
  readonly everyMs: number
  readonly places: readonly ObservedPlace[]
  readonly processes: readonly ObservedProcess[]
}

/** What stays as it is while the thread observes. */
export type ObservedSettings = LocalPorts & { readonly descriptorLimits?: Readonly<Record<string, number>> }

/** To the thread. */
export type ToSocketThread = { readonly type: 'stop' }

/** From the thread: first `ready` or `unavailable`, then snapshots, and `ended` last. */
export type FromSocketThread =
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'ready'; readonly settings: ObservedSettings }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** `brokeOff` says why, if the thread was not asked to end. */
  | { readonly type: 'ended'; readonly brokeOff: string | undefined }
