import { readdirSync, readFileSync } from 'node:fs'
import type { CommandCounts } from '@loadrun/metrics'

/** Linux tells processor time in ticks of this length to every program, whatever its own clock is. */
const tickMs = 10

/** What a process and all those that it has started use. */
export function usageOf(pid: number): CommandCounts {
  const pids = withDescendants(pid)
  return {
    processes: pids.length,
    cpuMs: pids.reduce((sum, each) => sum + cpuMsOf(each), 0),
    residentBytes: pids.reduce((sum, each) => sum + residentBytesOf(each), 0),
  }
}

function withDescendants(pid: number): readonly number[] {
  const threads = readable(() => readdirSync(`/proc/${pid}/task`)) ?? []
  const children = threads.flatMap((thread) => numbersIn(`/proc/${pid}/task/${thread}/children`))
  return threads.length === 0 ? [] : [pid, ...children.flatMap(withDescendants)]
}

function numbersIn(path: string): readonly number[] {
  const text = readable(() => readFileSync(path, 'latin1')) ?? ''
  return text.split(' ').filter(Boolean).map(Number)
}

/** Its own, and that of children that have ended: fields 14 to 17 of `stat`, the second of which may hold anything. */
function cpuMsOf(pid: number): number {
  const stat = readable(() => readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? ''
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(14 - 3, 18 - 3).reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs
}

function residentBytesOf(pid: number): number {
  const status = readable(() => readFileSync(`/proc/${pid}/status`, 'latin1')) ?? ''
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

/** A process may end between two looks at it. */
function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
