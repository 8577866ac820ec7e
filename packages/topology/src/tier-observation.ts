import type {
  CommandCounts,
  LimitedServerCounts,
  MiddlewareCounts,
  TierObservation,
  ToxicsCounts,
} from '@loadrun/metrics'
import type { TierPlan } from '@loadrun/plan'
import type { TierAddress } from './messages.ts'
import type { TierProcess, TierSample } from './tier-process.ts'

/** What a tier counted over the run, on the run's time axis. A tier that died keeps what it had sent before. */
export function observeTier(
  plan: TierPlan,
  address: TierAddress,
  { samples, upstreamFailures }: Pick<TierProcess, 'samples' | 'upstreamFailures'>,
  loadStartEpochMs: number,
): TierObservation {
  const { addresses, port } = address
  const about = { name: plan.name, addresses, port }
  switch (plan.kind) {
    case 'limited-server':
      return { kind: plan.kind, ...about, samples: samplesOf<LimitedServerCounts>(samples, loadStartEpochMs) }
    case 'middleware':
      return {
        kind: plan.kind,
        ...about,
        samples: samplesOf<MiddlewareCounts>(samples, loadStartEpochMs),
        upstreamFailures,
      }
    case 'toxics':
      return { kind: plan.kind, ...about, samples: samplesOf<ToxicsCounts>(samples, loadStartEpochMs) }
    case 'command':
      return { kind: plan.kind, ...about, samples: samplesOf<CommandCounts>(samples, loadStartEpochMs) }
  }
}

/** A tier of a kind sends that kind's counts: its entry file says so, and no type can. */
function samplesOf<Counts>(samples: readonly TierSample[], loadStartEpochMs: number) {
  return samples.map(({ atEpochMs, counts }) => ({ atMs: atEpochMs - loadStartEpochMs, counts: counts as Counts }))
}
