/** What the kernel said about the sockets of a run, by leg. A leg leads from the tier that connects to the tier that listens. */
export type SocketObservation =
  | { readonly observed: false; readonly reason: string }
  | (LocalPorts & {
      readonly observed: true
      readonly everyMs: number
      readonly legs: readonly Leg[]
      readonly samples: readonly SocketSample[]
      /** By the name of an end of legs, where each end has a host of its own. */
      readonly hosts?: Readonly<Record<string, LocalPorts>>
      /** How many file descriptors a process may have open, by the name of its end of legs, where it could be read. */
      readonly descriptorLimits?: Readonly<Record<string, number>>
      /** Why the samples end before the run did; left out when they do not. */
      readonly brokeOff?: string
    })

/** How a host gives local ports to its connections. */
export interface LocalPorts {
  /** Local ports that the kernel gives to connections, both ends included. */
  readonly portRange: PortRange
  /** Whether a new connection may take over a port in TIME_WAIT: Linux's `tcp_tw_reuse`, where it could be read. */
  readonly timeWaitReuse?: TimeWaitReuse
}

/** How the host gives them on which this end of legs is. */
export function localPortsOf(observation: Extract<SocketObservation, { observed: true }>, end: string): LocalPorts {
  return observation.hosts?.[end] ?? observation
}

/** Both ends included. */
export type PortRange = Readonly<{ low: number; high: number }>

/** `loopback` is Linux's default since 4.19: ports in TIME_WAIT are taken over towards loopback addresses only. */
export type TimeWaitReuse = 'never' | 'everywhere' | 'loopback'

export interface Leg {
  readonly name: string
  readonly from: string
  readonly to: string
  /** The ports that `to` listens on: how a socket is known to belong to this leg. */
  readonly ports: readonly number[]
}

/** Linux's names of TCP states, as `ss` prints them in upper case with underscores. The kernel's number of a state is its index here plus one. */
export const tcpStates = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
] as const

export type TcpState = (typeof tcpStates)[number]

/** Sockets by state; states without any are left out. */
export type StateCounts = Readonly<Partial<Record<TcpState, number>>>

export interface SocketSample {
  /** When the reading began, in milliseconds since the load started; negative before it. */
  readonly atMs: number
  /** How long the kernel's tables took to read, in milliseconds: what is told was so at moments within that time. */
  readonly tookMs?: number
  /** By leg name. */
  readonly legs: Readonly<Record<string, LegSample>>
  /** Kernel counters since the observation began (`Tcp.OutRsts`, `TcpExt.TW`, …): the whole machine's, or the sum over the hosts. */
  readonly counters: Readonly<Record<string, number>>
  /** What the kernel holds at the moment (`sockstat.TCP.tw`, `sockstat.TCP.orphan`, …), where it says so. */
  readonly gauges?: Readonly<Record<string, number>>
  /** The same counters of each host, by the name of its end of legs, where each end has a host of its own. */
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** File descriptors that a process has open, sockets among them, by the name of its end of legs. */
  readonly descriptors?: Readonly<Record<string, number>>
}

export interface LegSample {
  /** The end that connected. */
  readonly from: StateCounts
  /** The end that listens. Its connections only, not the sockets in LISTEN. */
  readonly to: StateCounts
  /** Local ports in use towards the destination address that has most. */
  readonly portsToBusiestDestination: number
  /** That destination, as `127.0.0.1:8080` or `[::1]:8080`; left out when there is none. */
  readonly busiestDestination?: string
}
