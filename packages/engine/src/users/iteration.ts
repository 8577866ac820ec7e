import type { JsonValue } from '@loadrun/plan'
import { createRandom, deriveSeed, type Random } from '@loadrun/random'

/** What a user knows and draws in one iteration. */
export interface Iteration {
  /** From 0; no other iteration of the scenario has it, on whatever worker. */
  readonly number: number
  /** The variables, each in a place of its own. */
  readonly values: JsonValue[]
  readonly random: Random
}

/** Which of a scenario's iterations are made here. */
export interface IterationPart {
  readonly worker: number
  readonly workers: number
  readonly seed: number
}

/** Begins one iteration after another; what each draws depends on its number and the seed alone. */
export function iterationsOf(scenario: string, { worker, workers, seed }: IterationPart): () => Iteration {
  let number = worker - workers
  return () => {
    number += workers
    return { number, values: [], random: drawsOf(seed, scenario, number) }
  }
}

/** Most iterations draw nothing, and making a generator costs more than asking for it. */
function drawsOf(seed: number, scenario: string, number: number): Random {
  let random: Random | undefined
  return () => {
    random ??= createRandom(deriveSeed(seed, `iteration ${number} of ${scenario}`))
    return random()
  }
}
