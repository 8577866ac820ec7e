import { type TierPlan, upstreamOf } from '@loadrun/plan'

/** Whether a tier sends what it receives straight on to the one of that name. */
export function leadsTo(tier: TierPlan, name: string): boolean {
  const upstream = upstreamOf(tier)
  return upstream?.kind === 'tier' && upstream.tier === name
}
