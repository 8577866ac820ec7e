import type { OnReadOpts } from 'node:net'
import type { Clock } from '../clock.ts'
import type { Network } from './network.ts'
import { Opening, type SocketOwner } from './opening.ts'

/** Makes the connections of one client, whose TLS sessions are its own. */
export class Connector {
  readonly clock: Clock
  readonly #network: Network
  readonly #sessions = new Map<string, Buffer>()

  constructor(network: Network) {
    this.clock = network.clock
    this.#network = network
  }

  /** The proxy that requests to `origin` are sent to for it to pass them on, as it does for `http://` targets. */
  forwarding(origin: string): URL | undefined {
    return origin.startsWith('http:') ? this.#network.proxy : undefined
  }

  /** Begins to connect. `protocols` are offered in TLS (ALPN). With `onread`, what comes is put into its buffer. */
  open(origin: string, owner: SocketOwner, protocols: readonly string[], onread?: OnReadOpts): Opening {
    const given = {
      network: this.#network,
      sessions: this.#sessions,
      destination: this.#network.destinationOf(origin),
      protocols,
    }
    return new Opening(onread === undefined ? given : { ...given, onread }, owner, this.clock.nowMs())
  }
}
