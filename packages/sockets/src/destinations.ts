import { destinationText } from './address-text.ts'
import { PeerMap } from './peer-map.ts'

interface PortsInUse {
  /** One bit for each local port, so that a port which two local addresses share counts once. */
  readonly bits: Uint32Array
  count: number
}

export interface BusiestDestination {
  readonly ports: number
  /** `undefined` when there is no destination at all. */
  readonly name: string | undefined
}

/** Counts the distinct local ports in use towards each destination, address and port. */
export class Destinations {
  readonly #ports = new PeerMap<PortsInUse>(() => ({ bits: new Uint32Array(65_536 / 32), count: 0 }))

  add(address: Uint32Array, port: number, localPort: number): void {
    const inUse = this.#ports.get(address, port)
    const word = localPort >>> 5
    const bit = 1 << (localPort & 31)
    const bits = inUse.bits[word] ?? 0
    if ((bits & bit) !== 0) return
    inUse.bits[word] = bits | bit
    inUse.count++
  }

  /** Of several with as many ports, the one that was seen first. */
  busiest(): BusiestDestination {
    let busiest: BusiestDestination = { ports: 0, name: undefined }
    for (const { address, port, value } of this.#ports.entries()) {
      if (value.count > busiest.ports) busiest = { ports: value.count, name: destinationText(address, port) }
    }
    return busiest
  }
}
