import { closeSync, openSync, readSync } from 'node:fs'
import type { DataSource, JsonValue } from '@loadrun/plan'
import type { RowForm, RowReader } from './row-form.ts'
import { RowScanner } from './row-scanner.ts'
import type { RowSource } from './row-source.ts'

export interface RowsGiven {
  readonly path: string
  readonly order: DataSource['order']
}

/** The rows of a file, however long it is. Throws where it has none. */
export function rowsOfFile(form: RowForm, { path, order }: RowsGiven): RowSource {
  const file = openSync(path, 'r')
  try {
    return order === 'random' ? new AnyRow(file, form) : new RowsInTurn(file, form, order !== 'sequential')
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** One row after another, read when its turn comes: however long the file is, a piece of it is in memory. */
class RowsInTurn implements RowSource {
  readonly #file: number
  readonly #form: RowForm
  readonly #isUnique: boolean
  readonly #reader: RowReader
  #scanner: RowScanner
  /** Where the first row begins. */
  readonly #start: number
  /** Of the rows that the scanner is past; those of earlier rounds count. */
  #passed = 0
  #rows: number | undefined

  constructor(file: number, form: RowForm, isUnique: boolean) {
    this.#file = file
    this.#form = form
    this.#isUnique = isUnique
    this.#scanner = new RowScanner(file, { delimiter: form.delimiter })
    this.#reader = form.begin(this.#scanner)
    this.#start = this.#scanner.offset
    const first = this.#scanner.next()
    if (first === undefined) throw new Error('it has no rows')
    this.#reader.read(first)
    if (this.#reader.troubles.length > 0) throw new Error(this.#reader.troubles[0])
    this.#scanner = new RowScanner(file, { delimiter: form.delimiter, offset: this.#start })
  }

  get troubles(): readonly string[] {
    return this.#reader.troubles
  }

  rowFor(number: number): JsonValue | undefined {
    for (;;) {
      const bytes = this.#scanner.next()
      if (bytes === undefined) {
        this.#rows ??= this.#passed
        if (this.#isUnique) return undefined
        this.#scanner = new RowScanner(this.#file, { delimiter: this.#form.delimiter, offset: this.#start })
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
  readonly #reader: RowReader
  /** Where rows begin, and where the last ends. */
  readonly #starts: Float64Array

  constructor(file: number, form: RowForm) {
    this.#file = file
    const scanner = new RowScanner(file, { delimiter: form.delimiter })
    this.#reader = form.begin(scanner)
    let starts = new Float64Array(1024)
    let rows = 0
    while (scanner.next() !== undefined) {
      if (rows + 1 === starts.length) {
        const more = new Float64Array(starts.length * 2)
        more.set(starts)
        starts = more
      }
      starts[rows++] = scanner.rowOffset
      starts[rows] = scanner.offset
    }
    if (rows === 0) throw new Error('it has no rows')
    this.#starts = starts.subarray(0, rows + 1)
  }

  get troubles(): readonly string[] {
    return this.#reader.troubles
  }

  rowFor(_number: number, random: () => number): JsonValue {
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
