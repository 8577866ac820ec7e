import type { MessagePort } from 'node:worker_threads'
import type { JsonValue, Scenario, Step, Variable } from '@loadrun/plan'

/** What is done once in a run, beside its load. */
export type StageWork = FunctionWork | StepsWork

/** Calls a function of a script. */
export interface FunctionWork {
  readonly kind: 'function'
  readonly path: string
  /** What the script exports the function as. */
  readonly name: string
  /** What it is given, as JSON. */
  readonly given: string | undefined
}

/** Goes through steps. */
export interface StepsWork {
  readonly kind: 'steps'
  readonly name: string
  readonly variables: readonly Variable[]
  readonly steps: readonly Step[]
  /** What `before` left in variables. */
  readonly handed: JsonValue | undefined
  /** The variables whose values it answers with. */
  readonly hands: readonly string[]
  /** Whether the first request that fails is the end of it. */
  readonly endsAtFailure: boolean
}

export interface StageTask {
  readonly work: StageWork
  readonly targets: readonly string[]
  readonly seed: number
  /** How its requests are sent. */
  readonly scenario: Scenario
  readonly port: MessagePort
}

/** What came of it, as JSON; `undefined` where JSON has no words for it. Or what went wrong. */
export type StageAnswer = { readonly text: string | undefined } | { readonly problem: string }
