import type { RunResult, TierObservation } from '@loadrun/metrics'

/** The run's seconds over and over, until they are so many. */
export function longRun(result: RunResult, seconds: number): RunResult {
  const times = <Moment extends { readonly atMs: number }>(samples: readonly Moment[]): Moment[] =>
    Array.from({ length: seconds }, (_, second) => ({ ...at(samples, second), atMs: (second + 1) * 1000 }))
  return {
    ...result,
    elapsedMs: seconds * 1000,
    intervals: Array.from({ length: seconds }, (_, second) => ({
      ...at(result.intervals, second),
      fromMs: second * 1000,
      toMs: (second + 1) * 1000,
    })),
    sockets: result.sockets.observed ? { ...result.sockets, samples: times(result.sockets.samples) } : result.sockets,
    tiers: result.tiers.map((tier): TierObservation => {
      if (tier.kind === 'middleware') return { ...tier, samples: times(tier.samples) }
      if (tier.kind === 'toxics') return { ...tier, samples: times(tier.samples) }
      if (tier.kind === 'command') return { ...tier, samples: times(tier.samples) }
      return { ...tier, samples: times(tier.samples) }
    }),
  }
}

function at<Item>(items: readonly Item[], place: number): Item {
  const item = items[place % items.length]
  if (item === undefined) throw new RangeError('Cannot repeat a run without seconds')
  return item
}
