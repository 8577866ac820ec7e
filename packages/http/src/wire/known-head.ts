/** What the head of an answer said of where the answer ends and whether another may follow. */
export interface HeadFacts {
  readonly status: number
  readonly minorVersion: number
  readonly hasLength: boolean
  readonly length: number
  readonly hasEncoding: boolean
  readonly isChunked: boolean
  readonly saysClose: boolean
  readonly saysKeepAlive: boolean
  readonly keepAliveMs: number | undefined
}

/** Longer heads are read anew each time. */
const longest = 2048

/**
 * The head that was read last. A server sends the same one again and again, until the second of its Date is over, and to
 * find that it is the same takes a fraction of the time of reading it.
 */
export class KnownHead {
  readonly #bytes = new Uint8Array(longest)
  #length = 0
  #facts: HeadFacts | undefined

  get length(): number {
    return this.#length
  }

  /** What it said, where the same bytes stand at `from`; `undefined` where others do, or too few. */
  factsAt(bytes: Uint8Array, from: number, to: number): HeadFacts | undefined {
    const length = this.#length
    if (to - from < length) return undefined
    const own = this.#bytes
    for (let index = 0; index < length; index++) if (bytes[from + index] !== own[index]) return undefined
    return this.#facts
  }

  keep(bytes: Uint8Array, from: number, to: number, facts: HeadFacts): void {
    if (to - from > longest) return
    this.#length = to - from
    for (let index = 0; index < this.#length; index++) this.#bytes[index] = bytes[from + index] ?? 0
    this.#facts = facts
  }
}
