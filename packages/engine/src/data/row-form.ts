import type { JsonValue } from '@loadrun/plan'
import type { RowScanner } from './row-scanner.ts'

/** How rows stand in a file. */
export interface RowForm {
  /** What separates values that may be quoted; `undefined`: every line is a row. */
  readonly delimiter: string | undefined
  /** Reads what comes before the first row. Throws where that is wrong. */
  begin(scanner: RowScanner): RowReader
}

/** What the bytes of a row mean. */
export interface RowReader {
  /** What is wrong with a row is told in `troubles`. */
  read(bytes: Buffer): JsonValue
  readonly troubles: readonly string[]
}
