/**
 * Bytes put together in one buffer: a list of pieces would cost many times what is in them, where a server sends a
 * byte at a time.
 */
export class GatheredBytes {
  #buffer = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Good until more is added. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  /** Copies the piece, which may be overwritten afterwards. */
  add(piece: Buffer): void {
    const length = this.#length + piece.length
    if (length > this.#buffer.length) this.#grow(length)
    piece.copy(this.#buffer, this.#length)
    this.#length = length
  }

  #grow(needed: number): void {
    // Most answers come in one piece, and are given as much room as that takes.
    const buffer = Buffer.allocUnsafe(this.#length === 0 ? needed : Math.max(needed, 2 * this.#buffer.length))
    this.#buffer.copy(buffer, 0, 0, this.#length)
    this.#buffer = buffer
  }
}
