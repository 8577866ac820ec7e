import { Histogram, type Measured } from '@loadrun/metrics'
import { type GeneratorThreads, generatorThreads } from './generator-threads.ts'
import { durationText, shareText } from './wording.ts'

/** Threads that use more than this of their cores wait for themselves. */
const busyShare = 0.8
const collectingShare = 0.1
/** Timers that come later than this are late by more than one of the thread's own turns. */
const heldUpMs = 20

/** What kept the generator from being on time, as far as it saw; `undefined`: nothing that it watches. */
export function bottleneckOf(measured: Measured): string | undefined {
  const threads = generatorThreads(measured)
  if (threads === undefined) return undefined
  const { processorShare, busiest, mainShare = 0 } = threads
  if (threads.collectingShare > collectingShare)
    return `Garbage collection held its worker threads up for ${shareText(threads.collectingShare)} of the time.`
  if (processorShare > busyShare)
    return `Its worker threads used ${shareText(processorShare)} of their cores: more workers, or less work in each step, would help.`
  if (busiest !== undefined && busiest.share > busyShare)
    return (
      `One of its worker threads (${busiest.name}) used ${shareText(busiest.share)} of a core, all together only ` +
      `${shareText(processorShare)} of theirs: less work in a step would help, more workers would not.`
    )
  if (mainShare > busyShare)
    return (
      `Its main thread, which puts together what the worker threads counted, used ${shareText(mainShare)} of a core: ` +
      'fewer workers, or fewer steps and tags, would help.'
    )
  const delayMs = Histogram.decode(measured.total.generator.eventLoopDelay).percentileMs(99)
  if (delayMs > heldUpMs)
    return (
      `Its worker threads used only ${shareText(processorShare)} of their cores, but were kept waiting for them ` +
      `(their timers came up to ${durationText(delayMs)} late, at p99): ${whoElse(threads, measured)}`
    )
  return undefined
}

/** Threads of the generator's own, where these alone leave too few cores. */
function whoElse(threads: GeneratorThreads, { host, agents }: Measured): string {
  const { workers, processorShare, mainShare = 0, besideCores } = threads
  const usedCores = workers * processorShare + mainShare + besideCores
  if (agents !== undefined || usedCores < busyShare * host.cores) return 'something else ran there.'
  const own = `its other threads (V8’s, Node’s, those of \`pacing\`) used ${besideCores.toFixed(1)} of ${host.cores} cores.`
  return `together with ${own}`
}
