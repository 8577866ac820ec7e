import type { TierCounts, TierObservation } from '@loadrun/metrics'
import type { TierPlan } from '@loadrun/plan'
import { epochMs } from './clock.ts'
import type { Hosts } from './hosts/open-hosts.ts'
import type { TierAddress } from './messages.ts'
import { type StartedTier, startTier, type TierEntries } from './start-tier.ts'
import { observeTier } from './tier-observation.ts'

/** Tiers that run, each in a process of its own. */
export interface Topology {
  readonly tiers: readonly RunningTierInfo[]
  /** Tells every tier that the load has started; times of observations count from `atEpochMs` (since the Unix epoch). */
  loadStarted(atEpochMs: number): void
  /** What the tier of that name counted last; `undefined` before its first report and for an unknown name. */
  latest(name: string): TierCounts | undefined
  /** What each tier has counted until now. */
  soFar(): readonly TierObservation[]
  /** Ends the tiers, the one that requests reach first before those behind it, and says what each has counted. */
  stop(): Promise<readonly TierObservation[]>
}

export interface RunningTierInfo extends TierAddress {
  readonly name: string
  readonly kind: TierPlan['kind']
  /** Its process, as long as that runs. */
  readonly pid: number | undefined
}

export interface StartTopologyOptions {
  readonly entries: TierEntries
  /** Where the tiers run; left out: here. */
  readonly hosts?: Hosts
  /** Gives up the start: what has been started is stopped, and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Told of a tier that ended before it was stopped, as a sentence. */
  readonly onTrouble: (trouble: string) => void
  /** Longest time for one tier to begin to listen. */
  readonly startWithinMs?: number
  /** Longest time for one tier to end; a process that takes longer is killed. */
  readonly stopWithinMs?: number
}

/** Starts the tiers in the order given, each when those before it listen. */
export async function startTopology(tiers: readonly TierPlan[], options: StartTopologyOptions): Promise<Topology> {
  const { entries, hosts, signal, onTrouble, startWithinMs = 30_000, stopWithinMs = 5_000 } = options
  const started: StartedTier[] = []
  let stopping = false
  let loadStartEpochMs: number | undefined

  const stopAll = async () => {
    stopping = true
    for (const { process } of started.toReversed()) await process.stop(stopWithinMs)
  }
  try {
    for (const plan of tiers) started.push(await startTier(plan, started, { entries, hosts, startWithinMs, signal }))
    for (const { process } of started) {
      if (process.hasEnded)
        throw new Error(`Tier "${process.name}" ended while others were started${process.lastWords()}`)
    }
  } catch (error) {
    await stopAll()
    throw error
  }

  for (const { process } of started) {
    process.ended.then((how) => {
      if (stopping) return
      const when =
        loadStartEpochMs === undefined ? 'before the load' : `${seconds(epochMs() - loadStartEpochMs)} into the load`
      onTrouble(`Tier "${process.name}" ended ${how} ${when}, before it was stopped${process.lastWords()}`)
    })
  }
  const observations = () => {
    const fromEpochMs = loadStartEpochMs ?? epochMs()
    return started.map(({ plan, address, process }) => observeTier(plan, address, process, fromEpochMs))
  }
  return {
    tiers: started.map(({ plan, address, process }) => ({
      name: plan.name,
      kind: plan.kind,
      pid: process.pid,
      ...address,
    })),
    loadStarted(atEpochMs) {
      loadStartEpochMs = atEpochMs
      for (const { process } of started) process.send({ type: 'load-started', atEpochMs })
    },
    latest: (name) => started.find(({ plan }) => plan.name === name)?.process.samples.at(-1)?.counts,
    soFar: observations,
    async stop() {
      const running = started.filter(({ process }) => !process.hasEnded)
      // All at once, before any is stopped: a tier that ends takes its connections with it, which the others would count.
      const told = await Promise.all(running.map(({ process }) => process.tellLast(stopWithinMs)))
      await stopAll()
      for (const [index, { process }] of running.entries()) {
        if (told[index] !== true) {
          onTrouble(
            `Tier "${process.name}" did not say what it had counted at the end: it ended ${await process.ended}`,
          )
        }
      }
      return observations()
    },
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
