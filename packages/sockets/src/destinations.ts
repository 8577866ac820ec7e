import { addressText, destinationText } from './address-text.ts'

interface Destination {
  /** Four words of address, then the port. */
  readonly key: Uint32Array
  /** One bit for each local port, so that a port which two local addresses share counts once. */
  readonly portBits: Uint32Array
  ports: number
}

export interface BusiestDestination {
  readonly ports: number
  /** `undefined` when there is no destination at all. */
  readonly name: string | undefined
}

/** Counts the distinct local ports in use towards each destination, address and port. */
export class Destinations {
  readonly #byHash = new Map<number, Destination[]>()

  add(address: Uint32Array, port: number, localPort: number): void {
    const destination = this.#find(address, port)
    const word = localPort >>> 5
    const bit = 1 << (localPort & 31)
    const bits = destination.portBits[word] ?? 0
    if ((bits & bit) !== 0) return
    destination.portBits[word] = bits | bit
    destination.ports++
  }

  /** Of several with as many ports, the one that was seen first. */
  busiest(): BusiestDestination {
    let busiest: Destination | undefined
    for (const bucket of this.#byHash.values()) {
      for (const destination of bucket) if (destination.ports > (busiest?.ports ?? 0)) busiest = destination
    }
    if (busiest === undefined) return { ports: 0, name: undefined }
    const name = destinationText(addressText(busiest.key.slice(0, 4)), busiest.key[4] ?? 0)
    return { ports: busiest.ports, name }
  }

  #find(address: Uint32Array, port: number): Destination {
    const a = address[0] ?? 0
    const b = address[1] ?? 0
    const c = address[2] ?? 0
    const d = address[3] ?? 0
    const hash = hashOf(a, b, c, d ^ (port << 16))
    let bucket = this.#byHash.get(hash)
    if (bucket === undefined) {
      bucket = []
      this.#byHash.set(hash, bucket)
    }
    for (const known of bucket) {
      const { key } = known
      if (key[0] === a && key[1] === b && key[2] === c && key[3] === d && key[4] === port) return known
    }
    const destination = { key: new Uint32Array([a, b, c, d, port]), portBits: new Uint32Array(65_536 / 32), ports: 0 }
    bucket.push(destination)
    return destination
  }
}

/** Of 30 bits: such integers are the fastest keys of a `Map`. Addresses of one network differ in few bits, so all are mixed. */
function hashOf(a: number, b: number, c: number, d: number): number {
  return mix(mix(mix(mix(a) ^ b) ^ c) ^ d) & 0x3fffffff
}

function mix(word: number): number {
  const product = Math.imul(word, 0x9e3779b1)
  return product ^ (product >>> 15)
}
