import { deriveSeed } from '@loadrun/random'
import type { MiddlewarePlan } from '../plan/middleware.ts'
import { type TierPlan, upstreamOf } from '../plan/tier.ts'
import type { GivenMiddleware, GivenTier } from '../schema/tier.ts'
import { defaults } from './defaults.ts'
import { fillCommand } from './fill-command.ts'
import { fillLimitedServer } from './fill-limited-server.ts'
import { fillToxics } from './fill-toxics.ts'
import { fillCircuitBreaker, fillRetries } from './fill-upstream-policy.ts'
import { limit } from './limit.ts'

/** The tiers in the order to start them: each after the one it sends requests to. */
export function fillTiers(
  given: Readonly<Record<string, GivenTier>>,
  seed: number,
  defaultAddressCount: number,
): readonly TierPlan[] {
  const tiers = Object.entries(given).map(([name, tier]) => fillTier(name, tier, seed, defaultAddressCount))
  const byName = new Map(tiers.map((tier) => [tier.name, tier]))
  return [...new Set(tiers.flatMap((tier) => upstreamFirst(tier, byName)))]
}

function fillTier(name: string, tier: GivenTier, seed: number, defaultAddressCount: number): TierPlan {
  switch (tier.kind) {
    case 'limited-server':
      return fillLimitedServer(name, tier, seed, defaultAddressCount)
    case 'middleware':
      return fillMiddleware(name, tier, seed)
    case 'toxics':
      return fillToxics(name, tier, seed, defaultAddressCount)
    case 'command':
      return fillCommand(name, tier)
  }
}

function upstreamFirst(tier: TierPlan, byName: ReadonlyMap<string, TierPlan>): readonly TierPlan[] {
  const target = upstreamOf(tier)
  const upstream = target?.kind === 'tier' ? byName.get(target.tier) : undefined
  return upstream === undefined ? [tier] : [...upstreamFirst(upstream, byName), tier]
}

function fillMiddleware(name: string, given: GivenMiddleware, seed: number): MiddlewarePlan {
  return {
    kind: 'middleware',
    name,
    upstream: given.upstream,
    fanout: given.fanout ?? defaults.fanout,
    order: given.order ?? defaults.order,
    timeoutMs: limit(given.timeout),
    connectTimeoutMs: limit(given.connectTimeout),
    headersTimeoutMs: limit(given.headersTimeout),
    totalTimeoutMs: limit(given.totalTimeout),
    retries: fillRetries(given.retries),
    hedge: given.hedge === undefined || given.hedge === 'none' ? undefined : { afterMs: given.hedge.after },
    circuitBreaker: fillCircuitBreaker(given.circuitBreaker),
    cancel: {
      siblings: given.cancel?.siblings ?? defaults.cancel,
      onClientDisconnect: given.cancel?.onClientDisconnect ?? defaults.cancel,
    },
    connections: given.connections ?? defaults.connections,
    maxSockets: limit(given.maxSockets),
    host: given.host ?? defaults.host,
    port: given.port,
    seed: given.seed ?? deriveSeed(seed, `tier ${name}`),
  }
}
