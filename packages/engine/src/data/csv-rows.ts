import { closeSync, openSync, readSync } from 'node:fs'
import { type CsvRow, CsvRowReader } from './csv-row-reader.ts'
import { RowScanner } from './row-scanner.ts'
import type { RowSource } from './row-source.ts'

export interface CsvGiven {
  readonly path: string
  readonly delimiter: string
  readonly order: 'sequential' | 'random' | 'unique'
}

/** The rows of a CSV file. Throws where it is none, or has no row. */
export function csvRows(given: CsvGiven): RowSource {
  const file = openSync(given.path, 'r')
  try {
    return given.order === 'random' ? new AnyRow(file, given) : new RowsInTurn(file, given)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** One row after another, read when its turn comes: however long the file is, a piece of it is in memory. */
class RowsInTurn implements RowSource {
  readonly #file: number
  readonly #given: CsvGiven
  readonly #reader: CsvRowReader
  #scanner: RowScanner
  /** Where the first row begins. */
  readonly #start: number
  /** Of the rows that the scanner is past; those of earlier rounds count. */
  #passed = 0
  #rows: number | undefined

  constructor(file: number, given: CsvGiven) {
    this.#file = file
    this.#given = given
    this.#scanner = new RowScanner(file)
    this.#reader = new CsvRowReader(this.#scanner.next(), given)
    this.#start = this.#scanner.offset
    const first = this.#scanner.next()
    if (first === undefined) throw new Error('it has no rows')
    this.#reader.read(first)
    if (this.#reader.troubles.length > 0) throw new Error(this.#reader.troubles[0])
    this.#scanner = new RowScanner(file, { offset: this.#start })
  }

  get troubles(): readonly string[] {
    return this.#reader.troubles
  }

  rowFor(number: number): CsvRow | undefined {
    for (;;) {
      const bytes = this.#scanner.next()
      if (bytes === undefined) {
        this.#rows ??= this.#passed
        if (this.#given.order === 'unique') return undefined
        this.#scanner = new RowScanner(this.#file, { offset: this.#start })
        // Rounds in which no row is this one's need not be read.
        this.#passed += Math.floor(Math.max(0, number - this.#passed) / this.#rows) * this.#rows
      } else if (this.#passed++ === number) return this.#reader.read(bytes)
    }
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Any row. Where each begins is kept in memory, 8 bytes a row; a row is read when it is needed, from the kernel's cache. */
class AnyRow implements RowSource {
  readonly #file: number
  readonly #reader: CsvRowReader
  /** Where rows begin, and where the last ends. */
  readonly #starts: Float64Array

  constructor(file: number, given: CsvGiven) {
    this.#file = file
    const scanner = new RowScanner(file)
    this.#reader = new CsvRowReader(scanner.next(), given)
    let starts = new Float64Array(1024)
    let rows = 0
    for (let start = scanner.offset; scanner.next() !== undefined; start = scanner.offset) {
      if (rows + 1 === starts.length) {
        const more = new Float64Array(starts.length * 2)
        more.set(starts)
        starts = more
      }
      starts[rows++] = start
      starts[rows] = scanner.offset
    }
    if (rows === 0) throw new Error('it has no rows')
    this.#starts = starts.subarray(0, rows + 1)
  }

  get troubles(): readonly string[] {
    return this.#reader.troubles
  }

  rowFor(_number: number, random: () => number): CsvRow {
    const index = Math.floor(random() * (this.#starts.length - 1))
    const start = this.#starts[index] ?? 0
    const bytes = Buffer.allocUnsafe((this.#starts[index + 1] ?? start) - start)
    const length = readSync(this.#file, bytes, 0, bytes.length, start)
    return this.#reader.read(trimmed(bytes.subarray(0, length)))
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Without line ends before and after. */
function trimmed(bytes: Buffer): Buffer {
  let [from, to] = [0, bytes.length]
  while (from < to && isLineEnd(bytes[from])) from++
  while (to > from && isLineEnd(bytes[to - 1])) to--
  return bytes.subarray(from, to)
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d
}
