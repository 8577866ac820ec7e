import { type HostObservation, tcpStates } from '@loadrun/metrics'
import type { Selector, Statistic } from '@loadrun/plan'
import type { Stretch } from './stretch.ts'

/** What there was of something at each moment that it was looked at. */
export function gaugeValues(metric: 'sockets' | 'tier', selector: Selector, stretch: Stretch): readonly number[] {
  return metric === 'sockets' ? socketsIn(selector, stretch) : tierCounts(selector, stretch)
}

/** Sockets in a state on the ends of `tier`, or on all ends; of one leg, or of all; or on a host of the user's own. */
function socketsIn(selector: Selector, { socketSamples, legs, hosts }: Stretch): readonly number[] {
  const { tier, leg: wanted, state: given } = selector
  const host = hosts.find(({ name }) => name === tier)
  if (host !== undefined) return socketsOfHost(selector, host)
  const state = tcpStates.find((each) => each === given)
  const ends = legs
    .filter(({ name }) => wanted === undefined || name === wanted)
    .flatMap((leg) =>
      (['from', 'to'] as const)
        .filter((end) => tier === undefined || leg[end] === tier)
        .map((end) => [leg.name, end] as const),
    )
  if (state === undefined || ends.length === 0) return []
  return socketSamples.map(({ legs: samples }) =>
    ends.reduce((sum, [name, end]) => sum + (samples[name]?.[end][state] ?? 0), 0),
  )
}

/** Nothing where the host does not tell of the state. */
function socketsOfHost({ state: given }: Selector, host: HostObservation): readonly number[] {
  const state = tcpStates.find((each) => each === given)
  if (state === undefined || host.tells?.includes(state) === false) return []
  return host.samples.map(({ states }) => states[state] ?? 0)
}

function tierCounts({ name, count }: Selector, { tiers }: Stretch): readonly number[] {
  const samples = tiers.find((tier) => tier.name === name)?.samples ?? []
  return samples.flatMap(({ counts }) =>
    Object.entries(counts).flatMap(([key, value]) => (key === count && typeof value === 'number' ? [value] : [])),
  )
}

/** `undefined` without values. */
export function statisticOfValues(values: readonly number[], statistic: Statistic): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  switch (statistic.kind) {
    case 'min':
      return sorted[0]
    case 'max':
      return sorted.at(-1)
    case 'avg':
      return sorted.length === 0 ? undefined : sorted.reduce((sum, value) => sum + value, 0) / sorted.length
    case 'percentile':
      return sorted[Math.max(0, Math.ceil((statistic.percentile / 100) * sorted.length) - 1)]
    case 'rate':
    case 'count':
    case 'value':
      return undefined
  }
}
