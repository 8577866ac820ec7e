import { readFileSync } from 'node:fs'
import type { PortRange, TimeWaitReuse } from '@loadrun/metrics'

const settingsFolder = '/proc/sys/net/ipv4'
/** As `tcp_tw_reuse` numbers them: https://docs.kernel.org/networking/ip-sysctl.html */
const timeWaitReuses: readonly TimeWaitReuse[] = ['never', 'everywhere', 'loopback']

/** The settings of the network namespace that this process is in; the kernel shows no other's. */
export interface KernelSettings {
  readonly portRange: PortRange
  /** `undefined` where it cannot be read. */
  readonly timeWaitReuse: TimeWaitReuse | undefined
}

/** Throws if the range of local ports cannot be read. */
export function readKernelSettings(): KernelSettings {
  return {
    portRange: parsePortRange(readFileSync(`${settingsFolder}/ip_local_port_range`, 'utf8')),
    timeWaitReuse: readTimeWaitReuse(),
  }
}

/** `32768	60999` */
export function parsePortRange(text: string): PortRange {
  const [low = Number.NaN, high = Number.NaN] = text.trim().split(/\s+/).map(Number)
  if (!(low <= high)) {
    throw new Error(`Cannot read ip_local_port_range: found ${JSON.stringify(text)}, wanted two ports, low and high`)
  }
  return { low, high }
}

function readTimeWaitReuse(): TimeWaitReuse | undefined {
  try {
    return timeWaitReuses[Number(readFileSync(`${settingsFolder}/tcp_tw_reuse`, 'utf8'))]
  } catch {
    return undefined
  }
}
