import { closeSync, openSync, readSync } from 'node:fs'

/**
 * A file of `/proc` which is read whole again and again, into one buffer that grows to what the file needs.
 * It is opened once: the namespace of a process stays readable when the process has ended.
 */
export class KernelFile implements Disposable {
  readonly #descriptor: number
  #buffer: Buffer

  /** Throws if the file cannot be opened. */
  constructor(path: string, initialBytes = 1024 * 1024) {
    this.#descriptor = openSync(path, 'r')
    this.#buffer = Buffer.allocUnsafeSlow(initialBytes)
  }

  /** `undefined` if the file cannot be opened. */
  static openIfThere(path: string, initialBytes?: number): KernelFile | undefined {
    try {
      return new KernelFile(path, initialBytes)
    } catch {
      return undefined
    }
  }

  /** The content of this moment; valid until the next `read()`. */
  read(): Buffer {
    let length = 0
    for (;;) {
      if (length === this.#buffer.length) this.#grow()
      // The kernel gives a few lines per call however large the buffer is; only 0 bytes mean the end.
      const count = readSync(this.#descriptor, this.#buffer, length, this.#buffer.length - length, length)
      if (count === 0) return this.#buffer.subarray(0, length)
      length += count
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 2)
    this.#buffer.copy(larger)
    this.#buffer = larger
  }
}
