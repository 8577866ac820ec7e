import type { StateCounts, TcpState } from './socket-observation.ts'

/** What a host of the user's own told about its sockets over a run. */
export interface HostObservation {
  readonly name: string
  /** Who told, as `node_exporter http://10.0.0.5:9100/metrics` or `ssh web-1 ss -tan`. */
  readonly source: string
  /** Only sockets with one of these ports at either end are counted; left out where all of the host are. */
  readonly ports?: readonly number[]
  /** States that the host tells of; what others have is not known. Left out where it tells of all. */
  readonly tells?: readonly TcpState[]
  readonly everyMs: number
  readonly samples: readonly HostSample[]
  /** How many looks fell due. Those without a sample are missing: they are not zero. */
  readonly due: number
  readonly failures: readonly HostFailure[]
}

export interface HostSample {
  /** When it was asked, in milliseconds since the load started. */
  readonly atMs: number
  /** How long the answer took. */
  readonly tookMs: number
  /** Connections by state, those in LISTEN left out. */
  readonly states: StateCounts
  /** Of these, the ones to services of this host, and the ones from it to services elsewhere; left out where it is not told. */
  readonly ends?: Readonly<{ in: StateCounts; out: StateCounts }>
  /** Kernel counters since the first sample, as far as they are told; one that started over goes on from where it was. */
  readonly counters: Readonly<Record<string, number>>
  /** What the kernel holds at the moment (`sockstat.TCP.tw`, …), as far as it is told. */
  readonly gauges: Readonly<Record<string, number>>
}

/** Looks that failed for one reason. */
export interface HostFailure {
  readonly reason: string
  readonly count: number
  /** Milliseconds since the load started. */
  readonly firstMs: number
  readonly lastMs: number
}

/** Looks that fell due and have no sample. */
export function missedLooks({ due, samples }: Pick<HostObservation, 'due' | 'samples'>): number {
  return Math.max(0, due - samples.length)
}
