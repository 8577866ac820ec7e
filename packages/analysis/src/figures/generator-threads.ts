import type { Measured } from '@loadrun/metrics'
import { loadThreads } from './agents.ts'
import { countedMs } from './warm-up.ts'

/** How busy the load generator's threads were, as shares of one core. */
export interface GeneratorThreads {
  readonly workers: number
  /** The mean of the worker threads. */
  readonly processorShare: number
  /** The one that had most to do; left out where they were not told apart, or there is one only. */
  readonly busiest?: Readonly<{ name: string; share: number }>
  /** For how much of the time garbage collection held a worker thread up. */
  readonly collectingShare: number
  /** The main thread, which puts the workers' seconds together; left out where several machines made the load. */
  readonly mainShare?: number
  /** All others, by what all of them used together, in cores: the pacing's alarms, and V8's and Node's own threads. */
  readonly besideCores: number
}

/** `undefined`: nothing lasted long enough to be measured. */
export function generatorThreads(measured: Measured): GeneratorThreads | undefined {
  const { cpuMs, gcMs = 0, threadsCpuMs = {} } = measured.total.generator
  const workers = loadThreads(measured)
  const lastedMs = countedMs(measured)
  if (lastedMs <= 0 || workers === 0) return undefined
  const processorShare = cpuMs / (lastedMs * workers)
  const each = Object.entries(threadsCpuMs).filter(([name]) => name.startsWith('worker '))
  const [name, mostMs] = each.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])
  const toldMs = each.reduce((sum, [, ms]) => sum + ms, 0)
  const { main = 0, alarm = 0, others = 0 } = threadsCpuMs
  return {
    workers,
    processorShare,
    // The kernel's sums are coarser than what workers tell of themselves, and say how that is spread among them.
    ...(each.length > 1 && toldMs > 0 && { busiest: { name, share: (processorShare * workers * mostMs) / toldMs } }),
    collectingShare: gcMs / (lastedMs * workers),
    ...(measured.agents === undefined && { mainShare: main / lastedMs }),
    besideCores: each.length === 0 ? 0 : (alarm + others) / lastedMs,
  }
}
