import { isIP } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Clock } from '../clock.ts'
import type { ConnectRules } from './connect-rules.ts'
import { type Destination, destinationOf } from './destination.ts'
import { Names } from './names.ts'

/** Destinations that are kept. */
const mostDestinations = 1000

export interface NetworkGiven {
  /** Draws from 0 to 1. */
  readonly random: () => number
  /** Which address is first, so that several workers do not all begin with the same one. */
  readonly firstTurn: number
}

/** What all connections of a scenario have in common on one worker: names looked up, certificates read, whose turn it is. */
export class Network {
  readonly rules: ConnectRules
  readonly clock: Clock
  readonly names: Names
  /** Where connections go in place of their target. */
  readonly proxy: URL | undefined
  readonly #destinations = new Map<string, Destination>()
  #localTurn: number
  #secureContext: SecureContext | undefined

  constructor(clock: Clock, rules: ConnectRules, given: Partial<NetworkGiven> = {}) {
    const { random = () => 0, firstTurn = 0 } = given
    this.rules = rules
    this.clock = clock
    this.names = new Names(rules.names, clock, random, firstTurn)
    this.proxy = rules.proxy === undefined ? undefined : new URL(rules.proxy)
    this.#localTurn = firstTurn
  }

  destinationOf(origin: string): Destination {
    const known = this.#destinations.get(origin)
    if (known !== undefined) return known
    // Scripts can ask as many hosts as they like.
    if (this.#destinations.size >= mostDestinations) this.#destinations.clear()
    const made = destinationOf(new URL(origin), this.proxy)
    this.#destinations.set(origin, made)
    return made
  }

  /** Reading certificates and keys costs more than a handshake. Throws where they cannot be used. */
  get secureContext(): SecureContext {
    if (this.#secureContext === undefined) {
      const { insecure: _, servername: __, reusesSessions: ___, ...given } = this.rules.tls
      this.#secureContext = createSecureContext(given)
    }
    return this.#secureContext
  }

  /** The next of the addresses that may reach `remote`; `undefined`: the kernel chooses. Throws where none may. */
  localAddressFor(remote: string): string | undefined {
    const { localAddresses } = this.rules
    if (localAddresses.length === 0) return undefined
    const family = isIP(remote)
    for (let tried = 0; tried < localAddresses.length; tried++) {
      const address = localAddresses[this.#localTurn++ % localAddresses.length] ?? ''
      if (isIP(address) === family) return address
    }
    throw new Error(`None of the local addresses can reach ${remote}: they are not IPv${family}`)
  }

  close(): void {
    this.names.close()
  }
}
