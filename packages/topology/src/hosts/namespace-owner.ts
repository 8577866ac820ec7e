import { readFileSync } from 'node:fs'
import process from 'node:process'

/** A process, told apart from a later one with the same number by when it started. */
export interface NamespaceOwner {
  readonly pid: number
  /** In the kernel's clock ticks since boot. */
  readonly startedAtTick: string
}

const prefix = 'loadrun'
const pattern = new RegExp(`^${prefix}-(\\d+)-(\\d+)-`)

export function thisProcess(): NamespaceOwner {
  return { pid: process.pid, startedAtTick: startTickOf('self') ?? '0' }
}

/** What all names of namespaces of one run begin with: whose they are stands in them, for whoever has to clear up. */
export function namePrefix({ pid, startedAtTick }: NamespaceOwner, run: number): string {
  return `${prefix}-${pid}-${startedAtTick}-${run}`
}

/** `undefined` for a namespace of somebody else's. */
export function ownerOf(namespace: string): NamespaceOwner | undefined {
  const [, pid, startedAtTick] = pattern.exec(namespace) ?? []
  return pid === undefined || startedAtTick === undefined ? undefined : { pid: Number(pid), startedAtTick }
}

export function isAlive({ pid, startedAtTick }: NamespaceOwner): boolean {
  return startTickOf(pid) === startedAtTick
}

function startTickOf(pid: number | 'self'): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in brackets, which may hold anything. The start is field 22.
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .at(22 - 3)
  } catch {
    return undefined
  }
}
