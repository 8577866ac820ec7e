import type { Leg } from '@loadrun/metrics'
import type { KernelSettings } from './kernel-settings.ts'
import type { Snapshot } from './snapshot.ts'

/** What the thread is created with. */
export interface SocketThreadTask {
  readonly legs: readonly Leg[]
  readonly everyMs: number
  /** Where the kernel's tables are: `/proc/net`, or `/proc/PID/net` for the namespace of another process. */
  readonly folder: string
}

/** To the thread. */
export type ToSocketThread = { readonly type: 'stop' }

/** From the thread: first `ready` or `unavailable`, then snapshots, and `ended` last. */
export type FromSocketThread =
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'ready'; readonly settings: KernelSettings }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** `brokeOff` says why, if the thread was not asked to end. */
  | { readonly type: 'ended'; readonly brokeOff: string | undefined }
