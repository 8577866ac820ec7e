import type { StreamToxicPlan } from '@loadrun/plan'
import { createRandom, deriveSeed, type Random } from '@loadrun/random'
import type { Clock } from './clock.ts'
import { stageOf } from './effects/index.ts'
import type { StageMaker } from './flow.ts'
import { phaseAfter } from './phase.ts'

type StageMakers = Readonly<Record<StreamToxicPlan['stream'], readonly StageMaker[]>>

/** Draws which toxics each connection has. The same seed gives the same toxics to the same place in the order of accepting. */
export class DrawnToxics {
  readonly #toxics: readonly { plan: StreamToxicPlan; shares: Random; draws: Random }[]
  readonly #clock: Clock

  constructor(plans: readonly StreamToxicPlan[], seed: number, clock: Clock) {
    this.#clock = clock
    // Chances of their own for each toxic, so that another one more or less in the file changes no other.
    this.#toxics = plans.map((plan, place) => ({
      plan,
      shares: createRandom(deriveSeed(seed, `toxic ${place} shares`)),
      draws: createRandom(deriveSeed(seed, `toxic ${place} draws`)),
    }))
  }

  /** For a connection accepted now. It keeps the times that it gets, even if the load starts later. */
  forConnection(loadStartMs: number): StageMakers {
    const makers: Record<StreamToxicPlan['stream'], StageMaker[]> = { upstream: [], downstream: [] }
    for (const { plan, shares, draws } of this.#toxics) {
      if (shares() >= plan.toxicity) continue
      const context = { clock: this.#clock, random: draws, phase: phaseAfter(loadStartMs, plan) }
      makers[plan.stream].push((given) => stageOf(plan, { ...context, ...given }))
    }
    return makers
  }
}
