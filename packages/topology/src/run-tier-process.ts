import type { TierCounts, UpstreamFailure } from '@loadrun/metrics'
import { epochMs } from './clock.ts'
import { everySecond } from './every-second.ts'
import type { FromTier, TierAddress, TierCounted, ToTier } from './messages.ts'

/** A tier that runs in this process. */
export interface RunningTier {
  readonly address: TierAddress
  counts(): TierCounts
  /** Empty for tiers that send nothing upstream. */
  upstreamFailures(): readonly UpstreamFailure[]
  /** The load starts now: time profiles count from here. */
  loadStarted(): void
  /** Ends what is still going on. Counts are read before, when the load is over. */
  stop(): Promise<void>
}

export type StartTier = Extract<ToTier, { type: 'start' }>

/**
 * Turns this process into a tier that a parent started with an IPC channel: opens what `start` asks for, reports counts
 * once a second, on full seconds of the load, and ends when told to. It ends by itself as soon as the parent is gone,
 * whatever ended the parent. Ctrl-C and SIGTERM are left to the parent, since terminals and supervisors send them to every
 * process of the group, and what was counted must be told first.
 */
export function runTierProcess(open: (start: StartTier) => Promise<RunningTier>): void {
  if (process.send === undefined) {
    throw new Error('Cannot run a tier in this process: no parent is connected to it; start it with startTopology()')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
  process.once('disconnect', () => process.exit())

  let tier: RunningTier | undefined
  let stopCounting = () => {}

  const countFrom = (running: RunningTier, startMs: number) => {
    stopCounting()
    stopCounting = everySecond(epochMs, startMs, () => send({ type: 'counts', ...readCounts(running) }))
  }
  const stop = async () => {
    stopCounting()
    await tier?.stop()
    process.exit()
  }

  process.on('message', async (message: ToTier) => {
    switch (message.type) {
      case 'start':
        try {
          tier = await open(message)
          send({ type: 'ready', ...tier.address })
          countFrom(tier, epochMs())
        } catch (error) {
          await send({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
          process.exit(1)
        }
        break
      case 'load-started':
        if (tier === undefined) break
        tier.loadStarted()
        countFrom(tier, message.atEpochMs)
        break
      case 'load-ended':
        stopCounting()
        if (tier !== undefined) send({ type: 'last-counts', ...readCounts(tier) })
        break
      case 'stop':
        await stop()
        break
    }
  })
}

function readCounts(tier: RunningTier): TierCounted {
  return { atEpochMs: epochMs(), counts: tier.counts(), upstreamFailures: tier.upstreamFailures() }
}

/** A message that cannot be delivered has no reader: the parent is gone, and `disconnect` ends this process. */
function send(message: FromTier): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()))
}
