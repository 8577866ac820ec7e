import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { processorTimeMs } from './processor-time.ts'

/** Linux counts in hundredths of a second, whatever its own clock is. */
const msPerTick = 10

const tellsThreads = process.platform === 'linux'

/** Names this thread, for `threadTimes()` and for `top -H`: up to 15 bytes. Elsewhere than on Linux it does nothing. */
export function nameThread(name: string): void {
  if (!tellsThreads) return
  try {
    writeFileSync('/proc/thread-self/comm', name)
  } catch {
    // Where it is not allowed, its time counts among the others'.
  }
}

/**
 * Processor time of this process in milliseconds, by thread: `main`, those that were named, and `others`. What threads
 * used that have ended is not in it. Where the kernel does not tell threads apart: `main` and `others`, in which all of
 * the rest is, workers too.
 */
function threadTimes(): ReadonlyMap<string, number> {
  return tellsThreads ? timesByKernel() : timesByProcess()
}

function timesByKernel(): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const thread of readdirSync('/proc/self/task')) {
    const stat = statOf(thread)
    if (stat === undefined) continue
    const name = Number(thread) === process.pid ? 'main' : kindOf(stat.name)
    times.set(name, (times.get(name) ?? 0) + stat.ticks * msPerTick)
  }
  return times
}

function kindOf(name: string): string {
  return /^(worker \d+|alarm)$/.test(name) ? name : 'others'
}

/** `undefined`: the thread has ended meanwhile. `proc(5)`: fields count from behind the name, which may hold anything. */
function statOf(thread: string): { readonly name: string; readonly ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    return { name, ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return undefined
  }
}

function timesByProcess(): ReadonlyMap<string, number> {
  const { user, system } = process.cpuUsage()
  const main = processorTimeMs()
  return new Map([
    ['main', main],
    ['others', Math.max(0, (user + system) / 1000 - main)],
  ])
}

/** What each thread has used since the last look; the first look is at once. */
export class ThreadTimes {
  #before = threadTimes()

  since(): Readonly<Record<string, number>> {
    const now = threadTimes()
    const used = [...now].map(([name, ms]) => [name, Math.max(0, ms - (this.#before.get(name) ?? 0))] as const)
    this.#before = now
    return Object.fromEntries(used)
  }
}
