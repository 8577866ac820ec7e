import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

const isInstalled = ['/usr/bin/ss', '/bin/ss', '/usr/sbin/ss', '/sbin/ss'].some((path) => existsSync(path))

/** Whether tests that ask `ss` are to be skipped: it is not there, and this is no CI, where its absence is a failure. */
export const ssIsMissing = !isInstalled && process.env.CI === undefined

if (ssIsMissing) process.stdout.write('Skipped: ss was not found (Debian: apt install iproute2)\n')

/** Sockets in TIME_WAIT by remote port, as `ss` counts them. */
export interface SsReading {
  readonly startedEpochMs: number
  readonly endedEpochMs: number
  readonly timeWaitByRemotePort: ReadonlyMap<number, number>
}

/** `ss -tan state time-wait`. */
export async function readSs(): Promise<SsReading> {
  const startedEpochMs = Date.now()
  const { stdout } = await execute('ss', ['-Htan', 'state', 'time-wait'], { maxBuffer: 64 * 1024 * 1024 })
  const timeWaitByRemotePort = new Map<number, number>()
  for (const line of stdout.split('\n')) {
    const port = Number(/:(\d+)\s*$/.exec(line)?.[1])
    if (port > 0) timeWaitByRemotePort.set(port, (timeWaitByRemotePort.get(port) ?? 0) + 1)
  }
  return { startedEpochMs, endedEpochMs: Date.now(), timeWaitByRemotePort }
}
