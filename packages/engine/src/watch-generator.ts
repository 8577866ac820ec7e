import { PerformanceObserver } from 'node:perf_hooks'
import type { GeneratorRecorder } from '@loadrun/metrics'
import type { Clock } from './clock.ts'
import { processorTimeMs } from './processor-time.ts'

const everyMs = 50

/**
 * Watches the thread until the signal aborts: how late its timers come, the processor time it uses, and how long garbage
 * collection holds it up. After a stall, every timer that would have come meanwhile counts with its own delay; one alone
 * would hide how long the stall was.
 */
export async function watchGenerator(
  generator: GeneratorRecorder,
  onTime: (nowMs: number) => void,
  given: Readonly<{ clock: Clock; signal: AbortSignal }>,
): Promise<void> {
  const { clock, signal } = given
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) generator.collected(duration, clock.nowMs())
  })
  collections.observe({ entryTypes: ['gc'] })
  signal.addEventListener('abort', () => collections.disconnect(), { once: true })
  let usedMs = processorTimeMs()
  for (let dueMs = everyMs; ; dueMs += everyMs) {
    await clock.sleepExactlyUntil(dueMs, signal)
    const nowMs = clock.nowMs()
    const usedNowMs = processorTimeMs()
    generator.used(usedNowMs - usedMs, dueMs)
    usedMs = usedNowMs
    if (signal.aborted) return
    onTime(nowMs)
    generator.delayed(nowMs - dueMs, dueMs)
  }
}
