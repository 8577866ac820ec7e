import { readdirSync, readFileSync, statSync } from 'node:fs'

/** A process whose file descriptors are counted: its sockets are among them. */
export interface ObservedProcess {
  readonly name: string
  readonly pid: number
}

/** How many descriptors each process may have (`RLIMIT_NOFILE`, soft); those left out that it cannot be read of. */
export function descriptorLimits(processes: readonly ObservedProcess[], proc = '/proc'): Record<string, number> {
  return ofEach(processes, ({ pid }) => {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync(`${proc}/${pid}/limits`, 'utf8')) ?? []
    return limit === undefined ? undefined : Number(limit)
  })
}

/** How many descriptors each process has open; those left out that have ended or may not be looked at. */
export function openDescriptors(processes: readonly ObservedProcess[], proc = '/proc'): Record<string, number> {
  return ofEach(processes, ({ pid }) => {
    const folder = `${proc}/${pid}/fd`
    // Since Linux 6.2 the folder's size is their number; counting its entries costs 0.5 ms for each 1,000.
    return statSync(folder).size || readdirSync(folder).length
  })
}

function ofEach(
  processes: readonly ObservedProcess[],
  read: (process: ObservedProcess) => number | undefined,
): Record<string, number> {
  return Object.fromEntries(
    processes.flatMap((process) => {
      try {
        const value = read(process)
        return value === undefined ? [] : [[process.name, value]]
      } catch {
        return []
      }
    }),
  )
}
