import type { StateCounts } from '@loadrun/metrics'
import { groupsOf } from '../socket-groups.ts'
import { openSocketSource } from '../socket-source.ts'
import type { ServiceSockets } from './grouped-reading.ts'

/** What `loadrun sockets --serve` answers with. */
export interface HostSockets {
  readonly version: 1
  /** By this host's clock. */
  readonly atEpochMs: number
  readonly services: readonly ServiceSockets[]
  /** Kernel counters as they stand. */
  readonly counters: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

/** This host's sockets of this moment, by service. Throws where they cannot be read; blocks while they are. */
export function readHostSockets(atEpochMs: number): HostSockets {
  using source = openSocketSource('/proc/net')
  return {
    version: 1,
    atEpochMs,
    services: byService(groupsOf(source)),
    counters: Object.fromEntries(source.counters()),
    gauges: source.gauges(),
  }
}

function byService(groups: readonly ServiceSockets[]): readonly ServiceSockets[] {
  const services = new Map<string, ServiceSockets>()
  for (const { direction, port, states } of groups) {
    const key = `${direction} ${port}`
    services.set(key, { direction, port, states: add(services.get(key)?.states ?? {}, states) })
  }
  return [...services.values()]
}

function add(left: StateCounts, right: StateCounts): StateCounts {
  const total: Record<string, number> = { ...left }
  for (const [state, count] of Object.entries(right)) total[state] = (total[state] ?? 0) + count
  return total
}
