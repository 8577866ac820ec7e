import type { LoadGiven, LoadOutcome, LoadShare, LoadStart } from '@loadrun/engine'
import type { Measured, Metrics, SocketObservation } from '@loadrun/metrics'

/**
 * Raised with every change that an older party would misread. Coordinator and agents must be of one version: they
 * exchange plans and metrics as their own code knows them.
 */
export const protocolVersion = 1

/** What an agent says of itself. */
export interface AgentCard {
  readonly protocol: number
  /** Its own for the life of its process; a NATS token. */
  readonly id: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly host: Measured['host']
  /** Two agents with the same one see the same sockets. */
  readonly network: string
  /** The run it works for; left out where it is free. */
  readonly run?: string
}

/** What a coordinator orders; each is answered. */
export type Order =
  /** Keeps the agent for a run. Without a word from its coordinator for a while it is free again. */
  | { readonly type: 'claim'; readonly run: string }
  | ({ readonly type: 'prepare'; readonly run: string } & Assignment)
  /** The moment by the agent's own clock. */
  | ({ readonly type: 'start'; readonly run: string } & LoadStart)
  /** Ends the load at once; what was measured is reported. */
  | { readonly type: 'abort'; readonly run: string }
  /** The coordinator has everything it wants. */
  | { readonly type: 'release'; readonly run: string }
  /** What time is it? */
  | { readonly type: 'clock' }

/** An agent's part of a run. */
export interface Assignment {
  readonly bundle: BundleAddress
  readonly share: LoadShare & { readonly workers: number }
  readonly targets: readonly string[]
  /** Which sockets to observe, and how often. */
  readonly ownSockets?: LoadGiven['ownSockets']
}

export interface BundleAddress {
  readonly name: string
  /** Of the packed bytes: base64url. */
  readonly sha256: string
}

export type Answer = { readonly ok: true; readonly epochMs: number } | { readonly ok: false; readonly reason: string }

/** What an agent tells of a run, in order, from number 0 on. */
export interface NumberedReport {
  readonly number: number
  readonly report: Report
}

export type Report =
  /** Plan and files are there, every thread is warm and waits for the start. */
  | { readonly type: 'ready' }
  /** How long after the agreed moment, by its own clock, the load began. */
  | { readonly type: 'started'; readonly lateMs: number }
  | { readonly type: 'second'; readonly metrics: Metrics }
  /** The last report. */
  | ({ readonly type: 'ended'; readonly sockets?: SocketObservation } & LoadOutcome)
  /** The last report, where the load could not be made. */
  | { readonly type: 'failed'; readonly reason: string }
