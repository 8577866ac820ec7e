import { readSync } from 'node:fs'

const piece = 64 * 1024

/** A quote that is never closed would make one row of the rest of the file. */
const longestRow = 4 * 2 ** 20

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d]
const byteOrderMark = Buffer.from('\ufeff')

export interface ScanGiven {
  /** Where in the file to begin. */
  readonly offset?: number
  /** What separates values, as in CSV, where line ends within quotes are part of a row; without it, each line is a row. */
  readonly delimiter?: string | undefined
}

/** Finds one row of a file after another, of which it holds no more than a piece in memory. */
export class RowScanner {
  readonly #file: number
  readonly #delimiter: Buffer | undefined
  #buffer = Buffer.allocUnsafe(piece)
  /** Of the next row, in the buffer. */
  #from = 0
  /** Where what was read ends, in the buffer. */
  #to = 0
  /** Where the buffer begins, in the file. */
  #offset: number
  #hasEnded = false
  #lines = 0
  /** Lines of the row before its last one. */
  #linesWithin = 0
  #line = 0
  #rowOffset = 0

  constructor(file: number, { offset = 0, delimiter }: ScanGiven = {}) {
    this.#file = file
    this.#offset = offset
    this.#delimiter = delimiter === undefined ? undefined : Buffer.from(delimiter)
  }

  /** The number of the line that the row told last begins with: from 1, where the scan began. */
  get line(): number {
    return this.#line
  }

  /** Where the row told last begins in the file. */
  get rowOffset(): number {
    return this.#rowOffset
  }

  /** Where the next row begins in the file, or an empty line before it. */
  get offset(): number {
    return this.#offset + this.#from
  }

  /** The bytes of the next row, good until the next call; `undefined` after the last. Empty lines are none. */
  next(): Buffer | undefined {
    for (;;) {
      const line = this.#nextLine()
      if (line === undefined || line.length > 0) return line
    }
  }

  #nextLine(): Buffer | undefined {
    let isQuoted = false
    /** The byte before has closed a quote: another one is a letter of the value, which goes on. */
    let hasClosed = false
    for (let at = this.#from; ; at++) {
      if (at === this.#to) {
        if (this.#hasEnded) return this.#lastLine(isQuoted)
        at = this.#read(at)
        if (at === this.#to) return this.#lastLine(isQuoted)
      }
      if (this.#delimiter === undefined) at = this.#lineEnd(at)
      const byte = this.#buffer[at]
      const isClosing: boolean = byte === quote && isQuoted
      if (byte === quote) isQuoted = !isQuoted && (hasClosed || this.#opens(at))
      else if (byte === lineFeed) {
        if (!isQuoted) return this.#take(at, at + 1)
        this.#linesWithin++
      }
      hasClosed = isClosing
    }
  }

  /** Quotes open where a value begins; elsewhere they are letters as others. */
  #opens(at: number): boolean {
    const delimiter = this.#delimiter
    if (delimiter === undefined) return false
    const before = this.#buffer.subarray(this.#from, at)
    if (before.length === 0 || (this.offset === 0 && before.equals(byteOrderMark))) return true
    return before.length >= delimiter.length && before.subarray(-delimiter.length).equals(delimiter)
  }

  /** Where the line ends, or the last byte of what was read; many times as fast as to look at each byte here. */
  #lineEnd(at: number): number {
    const end = this.#buffer.indexOf(lineFeed, at)
    return end === -1 || end >= this.#to ? this.#to - 1 : end
  }

  #lastLine(isQuoted: boolean): Buffer | undefined {
    if (isQuoted) throw new Error('Quote Not Closed')
    return this.#from === this.#to ? undefined : this.#take(this.#to, this.#to)
  }

  #take(end: number, next: number): Buffer {
    this.#line = this.#lines + 1
    this.#lines += this.#linesWithin + 1
    this.#linesWithin = 0
    const line = this.#buffer.subarray(this.#from, this.#buffer[end - 1] === carriageReturn ? end - 1 : end)
    const marked = this.offset === 0 && line.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark.length : 0
    this.#rowOffset = this.offset + marked
    this.#from = next
    return line.subarray(marked)
  }

  /** Reads on, with the row that was begun put to the front; says where `at` is now. */
  #read(at: number): number {
    const begun = this.#to - this.#from
    if (begun > longestRow) throw new Error(`a row has more than ${longestRow} bytes`)
    const buffer = begun + piece > this.#buffer.length ? Buffer.allocUnsafe(begun + piece) : this.#buffer
    this.#buffer.copy(buffer, 0, this.#from, this.#to)
    this.#offset += this.#from
    const from = this.#from
    this.#buffer = buffer
    this.#from = 0
    const length = readSync(this.#file, buffer, begun, piece, this.#offset + begun)
    this.#to = begun + length
    this.#hasEnded = length === 0
    return at - from
  }
}
