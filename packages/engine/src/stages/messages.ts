import type { MessagePort } from 'node:worker_threads'
import type { Scenario } from '@loadrun/plan'

export interface StageTask {
  readonly path: string
  /** What the script exports the function as. */
  readonly name: string
  /** What it is given, as JSON. */
  readonly given: string | undefined
  readonly targets: readonly string[]
  readonly seed: number
  /** How its requests are sent. */
  readonly scenario: Scenario
  readonly port: MessagePort
}

/** What it returned, as JSON; `undefined` where JSON has no words for it. Or what it threw. */
export type StageAnswer = { readonly text: string | undefined } | { readonly problem: string }
