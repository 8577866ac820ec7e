import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { processorTimeMs } from './processor-time.ts'

/** Linux counts in hundredths of a second, whatever its own clock is. */
const msPerTick = 10

const tellsThreads = process.platform === 'linux'

/** Names this thread, for `ThreadTimes` and for `top -H`: up to 15 bytes. Elsewhere than on Linux it does nothing. */
export function nameThread(name: string): void {
  if (!tellsThreads) return
  try {
    writeFileSync('/proc/thread-self/comm', name)
  } catch {
    // Where it is not allowed, its time counts among the others'.
  }
}

/**
 * What the threads of this process have used since the last look, in milliseconds of processor time: `main`, those that
 * were named, and `others`. What threads used that have ended since is not in it. Where the kernel does not tell threads
 * apart: `main` and `others`, in which all of the rest is, workers too.
 */
export class ThreadTimes {
  #before = threadTimes() ?? new Map()

  /** `undefined`: it could not be read, for lack of a descriptor. The next look tells of that time as well. */
  since(): Readonly<Record<string, number>> | undefined {
    const now = threadTimes()
    if (now === undefined) return undefined
    const used: Record<string, number> = {}
    for (const [thread, { name, ms }] of now)
      used[name] = (used[name] ?? 0) + Math.max(0, ms - (this.#before.get(thread)?.ms ?? 0))
    this.#before = now
    return used
  }
}

interface ThreadTime {
  readonly name: string
  /** Since it began. */
  readonly ms: number
}

/** By what tells threads apart. */
type Times = ReadonlyMap<string, ThreadTime>

function threadTimes(): Times | undefined {
  if (!tellsThreads) return timesByProcess()
  try {
    return timesByKernel()
  } catch {
    return undefined
  }
}

function timesByKernel(): Times {
  const times = new Map<string, ThreadTime>()
  for (const thread of readdirSync('/proc/self/task')) {
    const stat = statOf(thread)
    if (stat !== undefined) times.set(thread, timeIn(stat, Number(thread) === process.pid))
  }
  return times
}

/** `undefined`: the thread has ended meanwhile. */
function statOf(thread: string): string | undefined {
  try {
    return readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined
    throw error
  }
}

/** `proc(5)`: fields 14 and 15 count from behind the name, which may hold anything. */
function timeIn(stat: string, isMain: boolean): ThreadTime {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  return { name: isMain ? 'main' : kindOf(name), ms: (Number(fields[11]) + Number(fields[12])) * msPerTick }
}

function kindOf(name: string): string {
  return /^(worker \d+|alarm)$/.test(name) ? name : 'others'
}

function timesByProcess(): Times {
  const { user, system } = process.cpuUsage()
  const main = processorTimeMs()
  const others = Math.max(0, (user + system) / 1000 - main)
  return new Map([
    ['main', { name: 'main', ms: main }],
    ['others', { name: 'others', ms: others }],
  ])
}
