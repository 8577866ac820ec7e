import { type Leg, type LegSample, type StateCounts, tcpStates } from '@loadrun/metrics'
import { Destinations } from './destinations.ts'
import type { TcpSocket } from './tcp-socket.ts'

const listening = tcpStates.indexOf('LISTEN') + 1

interface LegCounts {
  readonly name: string
  /** By the kernel's number of the state. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly destinations: Destinations
}

/** Which legs' ends are on a host, by port: 1 for the first leg and so on, 0 for ports of none. */
export interface LegEnds {
  readonly from: Uint32Array
  readonly to: Uint32Array
}

/**
 * The ends that have this name, or all of them. Throws if two legs share a port, since their sockets could not be told
 * apart.
 */
export function legEnds(legs: readonly Leg[], name: string | undefined): LegEnds {
  const endsHere = (end: keyof LegEnds) =>
    legsByPort(legs.map((leg) => (name === undefined || leg[end] === name ? leg : { ...leg, ports: [] })))
  return { from: endsHere('from'), to: endsHere('to') }
}

function legsByPort(legs: readonly Leg[]): Uint32Array {
  const byPort = new Uint32Array(65_536)
  for (const [index, leg] of legs.entries()) {
    for (const port of leg.ports) {
      const other = legs[(byPort[port] ?? 0) - 1]
      if (other !== undefined && other !== leg) {
        throw new RangeError(
          `Cannot tell the sockets of ${other.name} and ${leg.name} apart: both listen on port ${port}, and each leg needs ports of its own`,
        )
      }
      byPort[port] = index + 1
    }
  }
  return byPort
}

/**
 * Counts the sockets of one snapshot by leg, end and state.
 *
 * A socket whose local port is one of a leg's ports is that leg's listening end, else one whose remote port is, is its
 * connecting end. Over loopback each connection has both sockets in one table. Sockets in LISTEN are no connections and
 * are left out.
 */
export class LegCounter {
  readonly #ends: LegEnds
  /** Begins with the one for ports of no leg. */
  readonly #legs: readonly (LegCounts | undefined)[]

  constructor(legs: readonly Leg[], ends: LegEnds) {
    this.#ends = ends
    this.#legs = [
      undefined,
      ...legs.map(({ name }) => ({
        name,
        from: new Uint32Array(256),
        to: new Uint32Array(256),
        destinations: new Destinations(),
      })),
    ]
  }

  /** Answers whether the socket is one of a leg's. */
  add(socket: TcpSocket): boolean {
    const { state, localPort, remotePort } = socket
    if (state === listening) return false
    const toLeg = this.#legs[this.#ends.to[localPort] ?? 0]
    if (toLeg !== undefined) {
      toLeg.to[state] = (toLeg.to[state] ?? 0) + 1
      return true
    }
    const fromLeg = this.#legs[this.#ends.from[remotePort] ?? 0]
    if (fromLeg === undefined) return false
    fromLeg.from[state] = (fromLeg.from[state] ?? 0) + 1
    fromLeg.destinations.add(socket.remoteAddress, remotePort, localPort)
    return true
  }

  /** By leg name. */
  samples(): Record<string, LegSample> {
    return Object.fromEntries(this.#legs.flatMap((leg) => (leg === undefined ? [] : [[leg.name, sampleOf(leg)]])))
  }
}

function sampleOf(leg: LegCounts): LegSample {
  const { ports, name } = leg.destinations.busiest()
  return {
    from: stateCounts(leg.from),
    to: stateCounts(leg.to),
    portsToBusiestDestination: ports,
    ...(name === undefined ? {} : { busiestDestination: name }),
  }
}

/** From counts by the kernel's number of the state. */
export function stateCounts(byNumber: Uint32Array): StateCounts {
  return Object.fromEntries(
    tcpStates.flatMap((state, index) => {
      const count = byNumber[index + 1] ?? 0
      return count === 0 ? [] : [[state, count]]
    }),
  )
}
