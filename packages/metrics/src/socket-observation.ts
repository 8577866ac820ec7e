/** What the kernel said about the sockets of a run, by leg. A leg leads from the tier that connects to the tier that listens. */
export type SocketObservation =
  | { readonly observed: false; readonly reason: string }
  | {
      readonly observed: true
      readonly everyMs: number
      readonly legs: readonly Leg[]
      readonly samples: readonly SocketSample[]
      /** Local ports that the kernel gives to connections, both ends included. */
      readonly portRange: Readonly<{ low: number; high: number }>
    }

export interface Leg {
  readonly name: string
  readonly from: string
  readonly to: string
  /** The ports that `to` listens on: how a socket is known to belong to this leg. */
  readonly ports: readonly number[]
}

/** Linux's names of TCP states, as `ss` prints them in upper case with underscores. */
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
  /** Milliseconds since the load started; negative before it. */
  readonly atMs: number
  /** By leg name. */
  readonly legs: Readonly<Record<string, LegSample>>
  /** Kernel counters since the observation began (`Tcp.OutRsts`, `TcpExt.TW`, …): the whole machine's, or the namespace's. */
  readonly counters: Readonly<Record<string, number>>
}

export interface LegSample {
  /** The end that connected. */
  readonly from: StateCounts
  /** The end that listens. */
  readonly to: StateCounts
  /** Local ports in use towards the destination address that has most. */
  readonly portsToBusiestDestination: number
}
