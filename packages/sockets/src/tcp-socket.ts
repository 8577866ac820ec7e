/** A socket of some table. Whoever hands it out may use the same object for the next one: copy what is to be kept. */
export interface TcpSocket {
  readonly localPort: number
  /** 0 for a socket that listens. */
  readonly remotePort: number
  /** The kernel's number of the state: its index in `tcpStates` plus one. */
  readonly state: number
  /** Four words in the kernel's byte order; an IPv4 address in its IPv4-mapped form. */
  readonly remoteAddress: Uint32Array
}

/** Hands out every socket of a table. */
export type ScanSockets = (visit: (socket: TcpSocket) => void) => void

/** To keep. */
export function copyOf({ localPort, remotePort, state, remoteAddress }: TcpSocket): TcpSocket {
  return { localPort, remotePort, state, remoteAddress: remoteAddress.slice() }
}
