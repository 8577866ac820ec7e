import { type StateCounts, tcpStates } from '@loadrun/metrics'
import { stateCounts } from './leg-counts.ts'
import { PeerMap } from './peer-map.ts'
import { localPortsHere, openSocketSource, type SocketSource } from './socket-source.ts'
import { copyOf, type ScanSockets, type TcpSocket } from './tcp-socket.ts'

/** Connections between this host and one address, to one service. */
export interface SocketGroup {
  /** `in`: the service is here. `out`: the service is at the peer. */
  readonly direction: 'in' | 'out'
  /** The peer's address. */
  readonly peer: string
  /** The service's port. */
  readonly port: number
  readonly sockets: number
  readonly states: StateCounts
}

const listening = tcpStates.indexOf('LISTEN') + 1

/**
 * All TCP sockets of this moment by peer and service, the largest group first; sockets in LISTEN left out.
 * Blocks the calling thread for as long as the kernel takes: about 2 ms for each 1,000 sockets; with netstat, longer.
 * Throws where the sockets cannot be read.
 */
export function readSocketGroups(): readonly SocketGroup[] {
  using source = openSocketSource('/proc/net')
  return groupsOf(source)
}

/** The same from a source that is open. */
export function groupsOf(source: SocketSource): readonly SocketGroup[] {
  const { portRange } = localPortsHere()
  const sockets: TcpSocket[] = []
  source.scan((socket) => {
    sockets.push(copyOf(socket))
    return true
  })
  return groupSockets(
    (visit) => sockets.forEach(visit),
    (port) => port >= portRange.low && port <= portRange.high,
  )
}

/** `isEphemeral` says whether the kernel gives this port to connections. `scan` is called twice. */
export function groupSockets(scan: ScanSockets, isEphemeral: (port: number) => boolean): readonly SocketGroup[] {
  const listens = new Set<number>()
  scan(({ state, localPort }) => {
    if (state === listening) listens.add(localPort)
  })
  const groups = { in: new PeerMap(newCounts), out: new PeerMap(newCounts) }
  scan((socket) => {
    const { state, localPort, remotePort } = socket
    if (state === listening) return
    const direction = isInbound(socket) ? 'in' : 'out'
    const counts = groups[direction].get(socket.remoteAddress, direction === 'in' ? localPort : remotePort)
    counts[state] = (counts[state] ?? 0) + 1
  })
  return (['in', 'out'] as const)
    .flatMap((direction) =>
      [...groups[direction].entries()].map(({ address, port, value }) => ({
        direction,
        peer: address,
        port,
        sockets: value.reduce((sum, count) => sum + count, 0),
        states: stateCounts(value),
      })),
    )
    .sort((a, b) => b.sockets - a.sockets)

  /** The listener may be gone while its connections are still there: then the ports' numbers tell. */
  function isInbound({ localPort, remotePort }: TcpSocket): boolean {
    return listens.has(localPort) || (!isEphemeral(localPort) && isEphemeral(remotePort))
  }
}

function newCounts(): Uint32Array {
  return new Uint32Array(256)
}
