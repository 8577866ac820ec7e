import process from 'node:process'

/**
 * Processor time that this thread has used so far, user and system, in milliseconds. Before Node 23.9, which cannot
 * tell, the time in which its event loop was busy: a little more, as it also counts waiting for a processor.
 */
export function processorTimeMs(): number {
  const { threadCpuUsage } = process
  if (typeof threadCpuUsage !== 'function') return performance.eventLoopUtilization().active
  const { user, system } = threadCpuUsage.call(process)
  return (user + system) / 1000
}
