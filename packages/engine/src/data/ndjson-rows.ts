import type { JsonValue } from '@loadrun/plan'
import type { RowForm, RowReader } from './row-form.ts'
import type { RowSource } from './row-source.ts'
import { type RowsGiven, rowsOfFile } from './rows-of-file.ts'

/** The lines of a file each of which is JSON (NDJSON, JSON Lines). Throws where it has none, or the first is no JSON. */
export function ndjsonRows(given: RowsGiven): RowSource {
  return rowsOfFile(ndjson(given.path), given)
}

function ndjson(path: string): RowForm {
  return { delimiter: undefined, begin: () => new LineReader(path) }
}

class LineReader implements RowReader {
  readonly troubles: string[] = []
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  read(bytes: Buffer): JsonValue {
    try {
      return JSON.parse(bytes.toString()) as JsonValue
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error))
      return null
    }
  }

  /** The first is enough: others are of the same kind, and there may be millions. */
  #complain(why: string): void {
    if (this.troubles.length === 0) this.troubles.push(`A line of ${this.#path} is no JSON: ${why}`)
  }
}

export function isNdjson(path: string): boolean {
  return /\.(ndjson|jsonl)$/i.test(path)
}
