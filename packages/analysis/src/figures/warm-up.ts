import type { Measured, TierObservation } from '@loadrun/metrics'

/** When what counts begins, in milliseconds of the load. */
export function countsFromMs({ plan }: Pick<Measured, 'plan'>): number {
  return plan.warmUpMs ?? 0
}

/** How long the time is that counts: from the end of the warm-up to the last request's end. */
export function countedMs(measured: Pick<Measured, 'plan' | 'elapsedMs'>): number {
  return Math.max(0, measured.elapsedMs - countsFromMs(measured))
}

/**
 * The run without what was seen of sockets, hosts and tiers in the warm-up; counts of tiers begin at its end. What tiers
 * keep by text (`upstreamFailures`) has no times to be told apart by, and stays whole. Doing it twice changes nothing.
 */
export function withoutWarmUp<Run extends Measured>(measured: Run): Run {
  const fromMs = countsFromMs(measured)
  if (fromMs === 0) return measured
  const isCounted = ({ atMs }: { readonly atMs: number }) => atMs > fromMs
  const { sockets, hosts = [] } = measured
  return {
    ...measured,
    intervals: measured.intervals
      .filter((interval) => interval.toMs > fromMs)
      .map((interval) => ({ ...interval, fromMs: Math.max(interval.fromMs, fromMs) })),
    sockets: sockets.observed ? { ...sockets, samples: sockets.samples.filter(isCounted) } : sockets,
    ...(measured.hosts && {
      hosts: hosts.map((host) => {
        const samples = host.samples.filter(isCounted)
        return { ...host, samples, due: host.due - (host.samples.length - samples.length) }
      }),
    }),
    tiers: measured.tiers.map((tier) => countedFrom(tier, fromMs)),
  }
}

/** Counts that are those of a moment; all others only grow. */
const gauges: Readonly<Record<TierObservation['kind'], readonly string[]>> = {
  'limited-server': [
    'slotsInUse',
    'openConnections',
    'waitingConnections',
    'queuedRequests',
    'handling',
    'waitingForWork',
    'handlingAbandoned',
  ],
  middleware: ['inFlight', 'upstreamInFlight', 'waitingForSocket', 'circuitOpen'],
  toxics: ['open', 'bytesHeld'],
  command: ['processes', 'residentBytes'],
}

function countedFrom(tier: TierObservation, fromMs: number): TierObservation {
  const samples: readonly Readonly<{ atMs: number; counts: object }>[] = tier.samples
  const before = samples.findLast(({ atMs }) => atMs <= fromMs)?.counts ?? {}
  const counted = samples
    .filter(({ atMs }) => atMs > fromMs)
    .map((sample) => ({ ...sample, counts: since(before, sample.counts, gauges[tier.kind]) }))
  return { ...tier, samples: counted } as TierObservation
}

function since(before: object, counts: object, momentary: readonly string[]): object {
  const earlier = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => {
      const was = earlier.get(name)
      return [name, momentary.includes(name) || typeof was !== 'number' ? value : value - was]
    }),
  )
}
