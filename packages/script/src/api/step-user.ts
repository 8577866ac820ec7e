import type { check } from './check.ts'
import type { group, random, sleep } from './flow.ts'
import type { http } from './http.ts'

/** What a function is given that a step of a scenario file calls (`run: ./checkout.ts#addToBasket`). */
export interface StepUser<Variables extends object = Record<string, unknown>> {
  /** The user’s variables: those of `vars` and `data`, and what earlier steps captured. Those can be set, too. */
  readonly vars: Variables
  readonly http: typeof http
  readonly check: typeof check
  readonly sleep: typeof sleep
  readonly group: typeof group
  readonly random: typeof random
  /** From 0; no other iteration of the scenario has it. */
  readonly iteration: number
  /** From 1; no other user of the run has it. */
  readonly user: number
  /** This user’s own, from one iteration to the next. */
  readonly state: Record<string, unknown>
}
