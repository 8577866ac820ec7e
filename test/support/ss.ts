import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

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
