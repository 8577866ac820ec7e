import { readFileSync } from 'node:fs'
import type { LocalPorts, PortRange, TimeWaitReuse } from '@loadrun/metrics'

const settingsFolder = '/proc/sys/net/ipv4'
/** As `tcp_tw_reuse` numbers them: https://docs.kernel.org/networking/ip-sysctl.html */
const timeWaitReuses: readonly TimeWaitReuse[] = ['never', 'everywhere', 'loopback']

/**
 * The settings of the network namespace that `readText` reads files in: the kernel shows a process no other's. Throws if
 * the range of local ports cannot be read.
 */
export function readLocalPorts(readText: (path: string) => string = readHere): LocalPorts {
  const timeWaitReuse = readTimeWaitReuse(readText)
  return {
    portRange: parsePortRange(readText(`${settingsFolder}/ip_local_port_range`)),
    ...(timeWaitReuse === undefined ? {} : { timeWaitReuse }),
  }
}

function readHere(path: string): string {
  return readFileSync(path, 'utf8')
}

/** `32768	60999` */
export function parsePortRange(text: string): PortRange {
  const [low = Number.NaN, high = Number.NaN] = text.trim().split(/\s+/).map(Number)
  if (!(low <= high)) {
    throw new Error(`Cannot read ip_local_port_range: found ${JSON.stringify(text)}, wanted two ports, low and high`)
  }
  return { low, high }
}

function readTimeWaitReuse(readText: (path: string) => string): TimeWaitReuse | undefined {
  try {
    return timeWaitReuses[Number(readText(`${settingsFolder}/tcp_tw_reuse`))]
  } catch {
    return undefined
  }
}
