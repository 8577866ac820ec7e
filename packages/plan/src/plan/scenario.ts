import type { Expression } from '../expressions/expression.ts'
import type { ConnectingPlan, ConnectionPlan } from './connecting.ts'
import type { Load } from './load.ts'
import type { Step } from './step.ts'

/** One kind of visitor: what it does, and how many come when. */
export interface Scenario {
  readonly name: string
  /** Milliseconds after the run's start. */
  readonly startMs: number
  readonly load: Load
  /** How long running iterations may still take when the load ends, before they are interrupted. */
  readonly gracefulStopMs: number
  /** The user's patience with one request, from its sending to the last byte. */
  readonly requestTimeoutMs: number
  /** Longest body of an answer that is read, before it is decompressed and after; the request fails by a longer one. */
  readonly maxAnswerBytes: number
  /** Those that its expressions name. */
  readonly data: readonly DataSource[]
  /** The file's, then the scenario's own. Their expressions are worked out at the start of each iteration. */
  readonly variables: readonly Variable[]
  /** Who speaks HTTP: loadrun's own client on plain sockets, or undici. */
  readonly client: 'wire' | 'undici'
  readonly connections: ConnectionPlan
  readonly connecting: ConnectingPlan
  /** How long a user keeps the cookies that answers set: not at all, for one iteration, or for all of his. */
  readonly cookies: CookiePlan
  readonly steps: readonly Step[]
  /** What thresholds tell apart among its requests beside names and tags; left out: nothing. */
  readonly apart?: ApartPlan
}

export interface ApartPlan {
  /** Statuses, as `200` or `5xx`, whose requests have distributions of their own as well. */
  readonly statuses: readonly string[]
  /** Whether requests of scripts have their method as a tag. */
  readonly methods: boolean
}

export type CookiePlan = 'none' | 'per-iteration' | 'per-vu'

/**
 * A file of which each iteration has a row: of CSV a mapping from the names of its columns to text, of JSON an item of
 * its list, of NDJSON a line.
 */
export interface DataSource {
  /** The variable that holds the row. */
  readonly variable: string
  /** From where loadrun runs, or from the root. */
  readonly path: string
  readonly delimiter: string
  /** Of CSV; `undefined`: the first line names them. */
  readonly columns: readonly string[] | undefined
  /** The first line is no row, though it names no columns. */
  readonly skipsFirstLine: boolean
  /**
   * `sequential`: iteration *n* of all has row *n*, and the file starts over after its last. `random`: any row. `unique`: each row
   * once: iterations for which none is left are dropped. `per-vu`: one for each user, in all of his iterations.
   */
  readonly order: 'sequential' | 'random' | 'unique' | 'per-vu'
}

/** A variable and what it is in each iteration; may use those before it. */
export interface Variable {
  readonly name: string
  readonly value: Expression
}
