import { type HostObservation, type Measured, type Metrics, missedLooks, type TierObservation } from '@loadrun/metrics'
import { plannedEndMs, type Threshold } from '@loadrun/plan'
import { samplesUnderLoad } from '../figures/sockets.ts'
import { countedMs, countsFromMs, withoutWarmUp } from '../figures/warm-up.ts'

/** What was measured over some time: all that a threshold is held against at once. */
export interface Stretch {
  readonly plan: Measured['plan']
  readonly durationMs: number
  /** The whole run's, or those of consecutive seconds. */
  readonly metrics: readonly Metrics[]
  readonly socketSamples: ReturnType<typeof samplesUnderLoad>
  readonly legs: readonly Readonly<{ name: string; from: string; to: string }>[]
  readonly tiers: Measured['tiers']
  /** Hosts of the user's own that were read often enough. */
  readonly hosts: NonNullable<Measured['hosts']>
}

/**
 * The stretches that a threshold must hold for: the run, or every one of its length within the load's time, one a second.
 * None, where the run is shorter.
 */
export function stretchesOf({ windowMs }: Threshold, run: Measured): readonly Stretch[] {
  const measured = withoutWarmUp(run)
  const { plan, elapsedMs, sockets, tiers } = measured
  const hosts = hostsReadOften(measured)
  const legs = sockets.observed ? sockets.legs : []
  const socketSamples = samplesUnderLoad(measured)
  if (windowMs === undefined) {
    const underLoad = hosts.map((host) => samplesWithin(host, ({ atMs }) => atMs >= 0 && atMs <= elapsedMs))
    return [
      {
        plan,
        durationMs: countedMs(measured),
        metrics: [measured.total],
        socketSamples,
        legs,
        tiers,
        hosts: underLoad,
      },
    ]
  }
  const lastMs = Math.min(plannedEndMs(plan), elapsedMs)
  return measured.intervals
    .map(({ toMs }) => ({ fromMs: toMs - windowMs, toMs }))
    .filter(({ fromMs, toMs }) => fromMs >= countsFromMs(run) - startSlackMs && toMs <= lastMs + startSlackMs)
    .map(({ fromMs, toMs }) => {
      const within = ({ atMs }: { readonly atMs: number }) => atMs > fromMs && atMs <= toMs
      return {
        plan,
        durationMs: windowMs,
        metrics: measured.intervals.filter((one) => one.fromMs >= fromMs - startSlackMs && one.toMs <= toMs),
        socketSamples: socketSamples.filter(within),
        legs,
        tiers: tiersWithin(tiers, within),
        hosts: hosts.map((host) => samplesWithin(host, within)),
      }
    })
}

/** What had been measured by the end of one of the run's seconds. */
export function stretchUntil(toMs: number, run: Measured): Stretch {
  const measured = withoutWarmUp(run)
  const within = ({ atMs }: { readonly atMs: number }) => atMs <= toMs
  return {
    plan: measured.plan,
    durationMs: countedMs({ plan: measured.plan, elapsedMs: toMs }),
    metrics: measured.intervals.filter((one) => one.toMs <= toMs),
    socketSamples: samplesUnderLoad(measured).filter(within),
    legs: measured.sockets.observed ? measured.sockets.legs : [],
    tiers: tiersWithin(measured.tiers, within),
    hosts: hostsReadOften(measured).map((host) => samplesWithin(host, within)),
  }
}

function tiersWithin(
  tiers: Measured['tiers'],
  within: (sample: { readonly atMs: number }) => boolean,
): Measured['tiers'] {
  return tiers.map((tier): TierObservation => {
    if (tier.kind === 'middleware') return { ...tier, samples: tier.samples.filter(within) }
    if (tier.kind === 'toxics') return { ...tier, samples: tier.samples.filter(within) }
    if (tier.kind === 'command') return { ...tier, samples: tier.samples.filter(within) }
    return { ...tier, samples: tier.samples.filter(within) }
  })
}

function hostsReadOften({ hosts }: Measured): Stretch['hosts'] {
  return (hosts ?? []).filter((host) => missedLooks(host) <= mostMissed * host.due)
}

function samplesWithin(host: HostObservation, within: (moment: { readonly atMs: number }) => boolean): HostObservation {
  return { ...host, samples: host.samples.filter(within) }
}

/** A host that missed more of its looks than this may have had any number of sockets meanwhile: that is no data. */
const mostMissed = 0.1

/** Seconds end when the timer fires, a little late. */
const startSlackMs = 500
