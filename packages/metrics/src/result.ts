import type { Plan, Threshold } from '@loadrun/plan'
import type { AgentsObservation } from './agents-observation.ts'
import type { HostObservation } from './host-observation.ts'
import type { Metrics } from './metrics.ts'
import type { SocketObservation } from './socket-observation.ts'
import type { TierObservation } from './tier-observation.ts'

/** What a run measured, before anybody judged it. */
export interface Measured {
  readonly plan: Plan
  readonly host: Readonly<{ node: string; os: string; cpu: string; cores: number }>
  /** When the load started: ISO 8601, UTC. */
  readonly startedAt: string
  /** From the load's start to the last request's end. */
  readonly elapsedMs: number
  /** Whether it ended before its plan did. */
  readonly interrupted: boolean
  /** The threshold that ended it, as the user wrote it; left out where none did. */
  readonly stoppedBy?: string
  readonly total: Metrics
  /** One a second. They sum to `total`. */
  readonly intervals: readonly Metrics[]
  readonly sockets: SocketObservation
  /** Hosts of the user's own that were observed as well; left out where none were asked for. */
  readonly hosts?: readonly HostObservation[]
  readonly tiers: readonly TierObservation[]
  /** The machines that made the load; left out where loadrun's own did. */
  readonly agents?: AgentsObservation
  /** What went wrong in the measuring itself, such as a worker thread or tier that died. */
  readonly troubles: readonly string[]
}

/** Everything known about a finished run, as JSON. Reports, comparisons and gates read this and nothing else. */
export interface RunResult extends Measured {
  readonly version: 1
  readonly judgement: Judgement
}

export interface Judgement {
  /** `untrusted`: the numbers are not the target's; `interrupted`: stopped early, so no verdict. */
  readonly outcome: 'passed' | 'failed' | 'untrusted' | 'interrupted'
  readonly verdicts: readonly Verdict[]
  /** Reasons not to believe the numbers: each makes the outcome `untrusted`. */
  readonly doubts: readonly string[]
  readonly findings: readonly Finding[]
  /** Counts that two parties made of the same thing. */
  readonly agreements: readonly Agreement[]
}

/** The same thing counted in two places. Where they differ, one of the counts is wrong. */
export interface Agreement {
  readonly what: string
  readonly left: Readonly<{ counted: string; count: number }>
  readonly right: Readonly<{ counted: string; count: number }>
  readonly agrees: boolean
}

/** A threshold and what was seen. No data is not a pass. */
export interface Verdict {
  readonly threshold: Threshold
  /** In the threshold's unit. */
  readonly observed: number | undefined
  readonly status: 'pass' | 'fail' | 'no-data'
}

/** One thing the figures of this run say. */
export interface Finding {
  /** Stable name of the rule. */
  readonly id: string
  /** A plain sentence with the figures in it. */
  readonly sentence: string
  /** The figures it rests on. */
  readonly figures: Readonly<Record<string, number>>
}
