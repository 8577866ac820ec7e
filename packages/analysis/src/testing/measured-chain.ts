import { type Measured, type MiddlewareCounts, nothingCounted, Recorder, type UpstreamFailure } from '@loadrun/metrics'
import { type LimitedServerPlan, type MiddlewarePlan, type Plan, readScenario, type TierPlan } from '@loadrun/plan'

export interface MiddlewareMade {
  readonly plan?: Partial<MiddlewarePlan>
  /** One sample a second, the first at zero; what a sample leaves out is as in the one before, or zero. */
  readonly samples: readonly Partial<MiddlewareCounts>[]
  readonly upstreamFailures?: readonly Pick<UpstreamFailure, 'cause' | 'text' | 'count'>[]
}

export interface ServerMade {
  readonly plan?: Partial<LimitedServerPlan>
  readonly accepted: number
  readonly rejected: number
}

/** A run of ten seconds with these tiers, the one that requests reach last first. The last is the target. */
export function measuredChain(tiers: Readonly<Record<string, MiddlewareMade | ServerMade>>): Measured {
  const made = Object.entries(tiers)
  const names = made.map(([name]) => name)
  const plan = planOf(
    names.map((name, index) => [name, 'samples' in (tiers[name] ?? {}) ? names[index - 1] : undefined]),
  )
  const topology = plan.topology.map((tier) => ({ ...tier, ...tiers[tier.name]?.plan }) as TierPlan)
  return {
    plan: { ...plan, topology },
    host: { node: 'v26', os: 'Linux', cpu: 'any', cores: 2 },
    startedAt: '2026-11-20T09:30:00.000Z',
    elapsedMs: 10_000,
    interrupted: false,
    total: new Recorder().total(),
    intervals: [],
    sockets: { observed: false, reason: 'a test' },
    tiers: made.map(([name, tier], index) => {
      const about = { name, addresses: ['127.0.0.1'], port: 10_000 + index }
      if (!('samples' in tier)) {
        const counts = { ...nothingCounted.server, accepted: tier.accepted, rejected: tier.rejected }
        return { kind: 'limited-server', ...about, samples: [{ atMs: 0, counts }] }
      }
      let counts = nothingCounted.middleware
      const samples = tier.samples.map((changed, second) => {
        counts = { ...counts, ...changed }
        return { atMs: second * 1000, counts }
      })
      const failures = tier.upstreamFailures ?? []
      const upstreamFailures = failures.map((one) => ({ ...one, status: undefined, firstMs: 0, lastMs: 0 }))
      return { kind: 'middleware', ...about, samples, upstreamFailures }
    }),
    troubles: [],
  }
}

/** Of tiers by name, each middleware with the name of the tier that it sends to. */
function planOf(tiers: readonly (readonly [string, string | undefined])[]): Plan {
  const topology = Object.fromEntries(
    tiers.map(([name, upstream]) => [
      name,
      upstream === undefined ? { kind: 'limited-server', concurrency: 10 } : { kind: 'middleware', upstream },
    ]),
  )
  const load = { executor: 'constant-vus', duration: '10s', steps: [{ get: '/' }] }
  const file = { topology, target: tiers.at(-1)?.[0], scenarios: { clients: load } }
  const read = readScenario(JSON.stringify(file), { file: 'test.yaml', cores: 2 })
  const [plan] = 'plans' in read ? read.plans : []
  if (plan === undefined) throw new Error(`Cannot plan ${JSON.stringify(file)}`)
  return plan
}
