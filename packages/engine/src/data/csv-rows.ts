import { CsvRowReader, columnNames } from './csv-row-reader.ts'
import type { RowForm } from './row-form.ts'
import type { RowSource } from './row-source.ts'
import { type RowsGiven, rowsOfFile } from './rows-of-file.ts'

export interface CsvGiven extends RowsGiven {
  readonly delimiter: string
  /** The names of the values of a row; `undefined`: the first line has them. */
  readonly columns?: readonly string[] | undefined
  /** The first line is no row, though it names no columns. */
  readonly skipsFirstLine?: boolean
}

/** The rows of a CSV file (RFC 4180). Throws where it is none, or has no row. */
export function csvRows(given: CsvGiven): RowSource {
  return rowsOfFile(csvForm(given), given)
}

function csvForm(given: CsvGiven): RowForm {
  const { delimiter, columns, skipsFirstLine = false } = given
  return {
    delimiter,
    begin: (scanner) => {
      const first = columns === undefined || skipsFirstLine ? scanner.next() : undefined
      return new CsvRowReader(columns ?? columnNames(first, delimiter), given)
    },
  }
}
