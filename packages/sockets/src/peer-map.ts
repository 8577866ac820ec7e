import { addressText } from './address-text.ts'

interface Entry<Value> {
  /** Four words of address, then the port. */
  readonly key: Uint32Array
  readonly value: Value
}

/** A value for each pair of address and port, found without making a string or an object of the pair. */
export class PeerMap<Value> {
  readonly #create: () => Value
  readonly #byHash = new Map<number, Entry<Value>[]>()

  constructor(create: () => Value) {
    this.#create = create
  }

  /** The value of the pair, created if it has none yet. */
  get(address: Uint32Array, port: number): Value {
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
    for (const { key, value } of bucket) {
      if (key[0] === a && key[1] === b && key[2] === c && key[3] === d && key[4] === port) return value
    }
    const entry = { key: new Uint32Array([a, b, c, d, port]), value: this.#create() }
    bucket.push(entry)
    return entry.value
  }

  *entries(): Generator<{ readonly address: string; readonly port: number; readonly value: Value }> {
    for (const bucket of this.#byHash.values()) {
      for (const { key, value } of bucket) yield { address: addressText(key.slice(0, 4)), port: key[4] ?? 0, value }
    }
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
