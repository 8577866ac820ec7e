import type { CommandPlan } from './command.ts'
import type { LimitedServerPlan } from './limited-server.ts'
import type { MiddlewarePlan } from './middleware.ts'
import type { Target } from './target.ts'
import type { ToxicsPlan } from './toxics.ts'

export type TierPlan = LimitedServerPlan | MiddlewarePlan | ToxicsPlan | CommandPlan

/** Where a tier sends what it receives; `undefined` for a tier that sends nothing on. */
export function upstreamOf(tier: TierPlan): Target | undefined {
  return 'upstream' in tier ? tier.upstream : undefined
}
