import { createReadStream, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'

export type Row = Readonly<Record<string, string>>

/**
 * A CSV file whose rows can be asked for by number. Only where each row begins is kept in memory, 8 bytes a row; a row
 * is read when it is needed, which the kernel answers from its cache.
 */
export class CsvFile {
  readonly #file: FileHandle
  readonly #columns: readonly string[]
  readonly #delimiter: string
  /** Where rows begin, and where the last ends. */
  readonly #starts: Float64Array

  private constructor(file: FileHandle, columns: readonly string[], delimiter: string, starts: Float64Array) {
    this.#file = file
    this.#columns = columns
    this.#delimiter = delimiter
    this.#starts = starts
  }

  /** Reads through the file once. Rejects where it is no CSV, or has no row. */
  static async open(path: string, delimiter: string): Promise<CsvFile> {
    const parser = createReadStream(path).pipe(parse({ delimiter, bom: true, info: true, skip_empty_lines: true }))
    let columns: readonly string[] | undefined
    const starts: number[] = []
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { bytes: number } }>) {
      columns ??= record.map((name) => name.trim())
      starts.push(info.bytes)
    }
    if (columns === undefined || starts.length < 2) throw new Error(`Cannot take data from ${path}: it has no rows`)
    return new CsvFile(await open(path), columns, delimiter, Float64Array.from(starts))
  }

  get rows(): number {
    return this.#starts.length - 1
  }

  /** `index` is from 0. */
  row(index: number): Row {
    const start = this.#starts[index] ?? 0
    const bytes = Buffer.allocUnsafe((this.#starts[index + 1] ?? start) - start)
    const read = bytes.toString('utf8', 0, readSync(this.#file.fd, bytes, 0, bytes.length, start))
    const text = read.replace(/^[\r\n]+|[\r\n]+$/g, '')
    const [values = []] = text.includes('"')
      ? parseAtOnce(text, { delimiter: this.#delimiter, skip_empty_lines: true })
      : [text.split(this.#delimiter)]
    return Object.fromEntries(this.#columns.map((name, column) => [name, values[column] ?? '']))
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
