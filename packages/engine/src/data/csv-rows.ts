import { closeSync, openSync, readSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { CsvScanner } from './csv-scanner.ts'
import type { RowSource } from './row-source.ts'

type Row = Readonly<Record<string, string>>

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

/** How the bytes of a row become values by the names in the first line. */
class RowReader {
  readonly troubles: string[] = []
  readonly #columns: readonly string[]
  readonly #given: CsvGiven

  constructor(first: Buffer | undefined, given: CsvGiven) {
    if (first === undefined) throw new Error('it is empty')
    this.#given = given
    this.#columns = this.#valuesOf(first).map((name) => name.trim())
  }

  read(bytes: Buffer): Row {
    const values = this.#valuesOf(bytes)
    if (values.length !== this.#columns.length) this.#complain(values.length, bytes)
    const row: Record<string, string> = {}
    for (const [place, name] of this.#columns.entries()) row[name] = values[place] ?? ''
    return row
  }

  #valuesOf(bytes: Buffer): readonly string[] {
    const { delimiter } = this.#given
    const text = bytes.toString()
    if (!text.includes('"')) return text.split(delimiter)
    const [values = []] = parse(text, { delimiter, relax_column_count: true })
    return values
  }

  /** The first is enough: others are of the same kind, and there may be millions. */
  #complain(found: number, bytes: Buffer): void {
    if (this.troubles.length > 0) return
    const start = bytes.toString('utf8', 0, 60)
    this.troubles.push(
      `A row of ${this.#given.path} has ${found} values, and ${this.#columns.length} columns are named: ${start}`,
    )
  }
}

/** One row after another, read when its turn comes: however long the file is, a piece of it is in memory. */
class RowsInTurn implements RowSource {
  readonly #file: number
  readonly #given: CsvGiven
  readonly #reader: RowReader
  #scanner: CsvScanner
  /** Where the first row begins. */
  readonly #start: number
  /** Of the rows that the scanner is past; those of earlier rounds count. */
  #passed = 0
  #rows: number | undefined

  constructor(file: number, given: CsvGiven) {
    this.#file = file
    this.#given = given
    this.#scanner = new CsvScanner(file)
    this.#reader = new RowReader(this.#scanner.next(), given)
    this.#start = this.#scanner.offset
    const first = this.#scanner.next()
    if (first === undefined) throw new Error('it has no rows')
    this.#reader.read(first)
    if (this.#reader.troubles.length > 0) throw new Error(this.#reader.troubles[0])
    this.#scanner = new CsvScanner(file, this.#start)
  }

  get troubles(): readonly string[] {
    return this.#reader.troubles
  }

  rowFor(number: number): Row | undefined {
    for (;;) {
      const bytes = this.#scanner.next()
      if (bytes === undefined) {
        this.#rows ??= this.#passed
        if (this.#given.order === 'unique') return undefined
        this.#scanner = new CsvScanner(this.#file, this.#start)
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

  constructor(file: number, given: CsvGiven) {
    this.#file = file
    const scanner = new CsvScanner(file)
    this.#reader = new RowReader(scanner.next(), given)
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

  rowFor(_number: number, random: () => number): Row {
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
