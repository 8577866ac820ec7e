import { Histogram, type Measured } from '@loadrun/metrics'
import { countedMs } from './warm-up.ts'
import { durationText, shareText } from './wording.ts'

/** Threads that use more than this of their cores wait for themselves. */
const busyShare = 0.8
const collectingShare = 0.1
/** Timers that come later than this are late by more than one of the thread's own turns. */
const heldUpMs = 20

/** What kept the generator from being on time, as far as it saw; `undefined`: nothing that it watches. */
export function bottleneckOf(measured: Measured): string | undefined {
  const { total, plan } = measured
  const { cpuMs, gcMs = 0, eventLoopDelay } = total.generator
  const threadMs = countedMs(measured) * plan.workers
  if (threadMs <= 0) return undefined
  const processorShare = cpuMs / threadMs
  const collectedShare = gcMs / threadMs
  const delayMs = Histogram.decode(eventLoopDelay).percentileMs(99)
  if (collectedShare > collectingShare)
    return `Garbage collection held its worker threads up for ${shareText(collectedShare)} of the time.`
  if (processorShare > busyShare)
    return `Its worker threads used ${shareText(processorShare)} of their cores: more workers, or less work in each step, would help.`
  if (delayMs > heldUpMs)
    return (
      `Its worker threads used only ${shareText(processorShare)} of their cores, but were kept waiting for them ` +
      `(their timers came up to ${durationText(delayMs)} late, at p99): something else ran there.`
    )
  return undefined
}
