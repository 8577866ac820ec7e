import type { IsolationPlan, ObservedHostPlan } from './hosts.ts'
import type { Scenario, Variable } from './scenario.ts'
import type { Step } from './step.ts'
import type { Target } from './target.ts'
import type { Threshold } from './threshold.ts'
import type { TierPlan } from './tier.ts'

/** What one run does, with nothing left to decide: defaults filled in, durations in milliseconds, names resolved. */
export interface Plan {
  readonly name: string
  readonly variant: Variant
  /** Seeds every random choice, so that two runs of one plan send the same requests at the same planned moments. */
  readonly seed: number
  /** Worker threads that make the load. */
  readonly workers: number
  /** What falls due in the load's first time is sent like all else, and is no part of the result; left out: all counts. */
  readonly warmUpMs?: number | undefined
  /** How exactly arrivals are sent when they are due. */
  readonly pacing: Pacing
  /** Tiers to start, in the order to start them: a tier comes after the one it sends requests to. */
  readonly topology: readonly TierPlan[]
  /** `undefined`: the tiers and the load generator share this host and meet over loopback. */
  readonly isolation: IsolationPlan | undefined
  /** `none`: requests name whole URLs, as those of scripts do. */
  readonly target: Target | { readonly kind: 'none' }
  /** Where a script is the test, instead of a scenario file. */
  readonly script?: ScriptPlan
  readonly scenarios: readonly Scenario[]
  /** What is done once, before the load and after it, beside its figures. */
  readonly before?: BeforePlan
  readonly after?: AroundLoadPlan
  /** `undefined`: sockets are not observed. */
  readonly sockets: Readonly<{ everyMs: number }> | undefined
  /** Hosts of the user's own whose sockets are observed as well. */
  readonly observe: readonly ObservedHostPlan[]
  readonly thresholds: readonly Threshold[]
  /**
   * The scenario file after `--set` and the variant's changes, as plain JSON: what comparisons show as configuration.
   * What is secret is masked.
   */
  readonly configuration: Readonly<Record<string, unknown>>
}

/**
 * `balanced` wakes for each arrival, `precise` keeps a core busy with waiting shortly before each, `economic` sends by
 * timers of whole milliseconds, in groups where more than one falls into one.
 */
export type Pacing = 'precise' | 'balanced' | 'economic'

/** A script that is a test of its own: what it exports beside the functions that users call. */
export interface ScriptPlan {
  readonly path: string
  /** Whether it has these functions, each called once: before the load, after it, and when it has been judged. */
  readonly hasSetup: boolean
  readonly hasTeardown: boolean
  readonly hasSummary: boolean
  /** Of its options, what has no effect. */
  readonly notes: readonly string[]
  readonly setupTimeoutMs: number
  readonly teardownTimeoutMs: number
  /** What `handleSummary()` is told of trends, such as `avg` and `p(99)`; left out: k6's own, and `p(99)`. */
  readonly trendStats?: readonly string[]
}

/** Steps that are gone through once. Their requests are sent as those of the first scenario are. */
export interface AroundLoadPlan {
  /** Worked out at its start. */
  readonly variables: readonly Variable[]
  readonly steps: readonly Step[]
  /** The longest that all of it may take. */
  readonly timeoutMs: number
}

export interface BeforePlan extends AroundLoadPlan {
  /** The variables that its steps set, which are handed to every user. */
  readonly hands: readonly string[]
}

/** One of the runs that a scenario file asks for. A file without `variants` has a single one, named `run`. */
export interface Variant {
  readonly name: string
  /** Paths into the document and the values they were set to, with what is secret masked. */
  readonly changes: Readonly<Record<string, unknown>>
  /** What the author says will come out; a run that turns out otherwise is the news. */
  readonly expect: 'pass' | 'fail'
}
