import { parse } from 'csv-parse/sync'

export type CsvRow = Readonly<Record<string, string>>

interface Given {
  readonly path: string
  readonly delimiter: string
}

/** How the bytes of a row become values by the names in the first line. */
export class CsvRowReader {
  readonly troubles: string[] = []
  readonly columns: readonly string[]
  readonly #given: Given

  /** `first` is the row that names the columns. */
  constructor(first: Buffer | undefined, given: Given) {
    if (first === undefined) throw new Error('it is empty')
    this.#given = given
    this.columns = this.#valuesOf(first).map((name) => name.trim())
  }

  read(bytes: Buffer): CsvRow {
    const values = this.#valuesOf(bytes)
    if (values.length !== this.columns.length) this.#complain(values.length, bytes)
    const row: Record<string, string> = {}
    for (const [place, name] of this.columns.entries()) row[name] = values[place] ?? ''
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
      `A row of ${this.#given.path} has ${found} values, and ${this.columns.length} columns are named: ${start}`,
    )
  }
}
