import process from 'node:process'

/** Milliseconds by a clock that never jumps, from any fixed moment on. */
export type Clock = () => number

export const systemClock: Clock = () => performance.now()

/** What this process has used of a core, in its own code and in the kernel. */
export function processorTime(): { readonly cpuUserMs: number; readonly cpuSystemMs: number } {
  const { user, system } = process.cpuUsage()
  return { cpuUserMs: user / 1000, cpuSystemMs: system / 1000 }
}
