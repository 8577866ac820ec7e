import type { StateCounts, TcpState } from '@loadrun/metrics'

/** What a host says of its sockets at one moment. */
export interface HostReading {
  readonly states: StateCounts
  readonly ends?: Readonly<{ in: StateCounts; out: StateCounts }>
  /** States that it tells of; left out where it tells of all. */
  readonly tells?: readonly TcpState[]
  /** Kernel counters as they stand. */
  readonly counters: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

/** Asks a host once. Rejects with a reason in words, also when the signal aborts. */
export type ReadHost = (signal: AbortSignal) => Promise<HostReading>
