import { parse } from 'csv-parse/sync'
import type { RowReader } from './row-form.ts'

export type CsvRow = Readonly<Record<string, string>>

interface Given {
  readonly path: string
  readonly delimiter: string
}

/** How the bytes of a row become values by the names of the columns. */
export class CsvRowReader implements RowReader {
  readonly troubles: string[] = []
  readonly columns: readonly string[]
  readonly #given: Given

  constructor(columns: readonly string[], given: Given) {
    this.columns = columns
    this.#given = given
  }

  read(bytes: Buffer): CsvRow {
    const values = this.#valuesOf(bytes)
    if (values.length !== this.columns.length) {
      this.#complain(`has ${values.length} values, and ${this.columns.length} columns are named`, bytes)
    }
    const row: Record<string, string> = {}
    for (const [place, name] of this.columns.entries()) row[name] = values[place] ?? ''
    return row
  }

  #valuesOf(bytes: Buffer): readonly string[] {
    try {
      return valuesOf(bytes, this.#given.delimiter)
    } catch (error) {
      this.#complain(`is no CSV (${error instanceof Error ? error.message : String(error)})`, bytes)
      return []
    }
  }

  /** The first is enough: others are of the same kind, and there may be millions. */
  #complain(what: string, bytes: Buffer): void {
    if (this.troubles.length > 0) return
    this.troubles.push(`A row of ${this.#given.path} ${what}: ${bytes.toString('utf8', 0, 60)}`)
  }
}

/** The names in the row that names the columns, which is the first. Throws where there is none. */
export function columnNames(first: Buffer | undefined, delimiter: string): readonly string[] {
  if (first === undefined) throw new Error('it is empty')
  return valuesOf(first, delimiter).map((name) => name.trim())
}

function valuesOf(bytes: Buffer, delimiter: string): readonly string[] {
  const text = bytes.toString()
  if (!text.includes('"')) return text.split(delimiter)
  // A quote within a value that does not begin with one is a letter as others, as in 5" nails.
  const [values = []] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true })
  return values
}
