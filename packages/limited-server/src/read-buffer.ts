const empty = Buffer.alloc(0)

/**
 * Bytes of a connection as fasthttp sees them: it reads at most a buffer full, and only when it needs more. Node
 * reads ahead, so that it notices a client's leaving; what fasthttp would not have read yet waits here as `unread`.
 * It decides what counts as too big, when responses are flushed, and whether a close resets the connection.
 */
export class ReadBuffer {
  readonly capacity: number
  #window: Buffer = empty
  #start = 0
  #end = 0
  #arrived: Buffer[] = []
  #unread = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  arrive(chunk: Buffer): void {
    this.#arrived.push(chunk)
    this.#unread += chunk.length
  }

  /** Bytes in the buffer. */
  get buffered(): number {
    return this.#end - this.#start
  }

  /** Bytes that have arrived but are not in the buffer. */
  get unread(): number {
    return this.#unread
  }

  /** A reset takes with it what was not read before it came. */
  dropUnread(): void {
    this.#arrived = []
    this.#unread = 0
  }

  get full(): boolean {
    return this.buffered === this.capacity
  }

  /** One `read()` into the free space. False if nothing has arrived, or nothing fits. */
  fill(): boolean {
    if (this.#unread === 0 || this.full) return false
    if (this.buffered > 0) return this.#append()
    const [chunk = empty] = this.#arrived
    if (chunk.length <= this.capacity) {
      this.#window = chunk
      this.#arrived.shift()
    } else {
      this.#window = chunk.subarray(0, this.capacity)
      this.#arrived[0] = chunk.subarray(this.capacity)
    }
    this.#start = 0
    this.#end = this.#window.length
    this.#unread -= this.#end
    return true
  }

  /** The buffer's content, a character for each byte. */
  text(): string {
    return this.#window.toString('latin1', this.#start, this.#end)
  }

  /** The next byte; fills an empty buffer first. `undefined`: none has arrived. */
  peekByte(): number | undefined {
    return this.buffered > 0 || this.fill() ? this.#window[this.#start] : undefined
  }

  discard(bytes: number): void {
    this.#start += bytes
  }

  /** Skips up to so many bytes of a body and says how many. Large reads go past the buffer, as Go's bufio does. */
  skip(bytes: number): number {
    let skipped = 0
    while (skipped < bytes) {
      if (this.buffered === 0) {
        if (bytes - skipped >= this.capacity) {
          const direct = this.#dropArrived(bytes - skipped)
          if (direct === 0) break
          skipped += direct
          continue
        }
        if (!this.fill()) break
      }
      const step = Math.min(bytes - skipped, this.buffered)
      this.#start += step
      skipped += step
    }
    return skipped
  }

  #append(): boolean {
    const pieces = [this.#window.subarray(this.#start, this.#end)]
    let free = this.capacity - this.buffered
    for (let chunk = this.#arrived[0]; chunk !== undefined && free > 0; chunk = this.#arrived[0]) {
      const piece = chunk.subarray(0, free)
      pieces.push(piece)
      free -= piece.length
      this.#dropArrived(piece.length)
    }
    this.#window = Buffer.concat(pieces)
    this.#start = 0
    this.#end = this.#window.length
    return true
  }

  #dropArrived(bytes: number): number {
    let left = bytes
    for (let chunk = this.#arrived[0]; chunk !== undefined && left > 0; chunk = this.#arrived[0]) {
      if (chunk.length <= left) {
        this.#arrived.shift()
        left -= chunk.length
      } else {
        this.#arrived[0] = chunk.subarray(left)
        left = 0
      }
    }
    this.#unread -= bytes - left
    return bytes - left
  }
}
