import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { JsonValue } from '@loadrun/plan'
import { parse } from 'csv-parse/sync'
import { csvRows } from './csv-rows.ts'
import { isJson, itemsOf } from './json-rows.ts'
import { isNdjson, ndjsonRows } from './ndjson-rows.ts'
import { reasonOf } from './reason-of.ts'

const longestFirstLine = 64 * 1024

/** Nobody means that many: what separates values is another character, or the file is something else. */
const mostColumns = 10_000

/** Rows of an NDJSON file that are looked at: that of a longer one may have others. */
const mostLines = 1000

type CsvGiven = Readonly<{ delimiter: string; columns?: readonly string[] | undefined; skipsFirstLine?: boolean }>

/**
 * The names in the first line of a CSV file, or of what a JSON or NDJSON file lists; or why no data can be taken from it.
 * `undefined`: there may be any, as the file is long.
 */
export function columnsOf(path: string, given: CsvGiven): readonly string[] | { readonly problem: string } | undefined {
  try {
    const columns = columnsIn(path, given)
    if (columns === undefined || columns.length <= mostColumns) return columns
    return { problem: `it names ${columns.length} columns, more than the ${mostColumns} that can be` }
  } catch (error) {
    return { problem: reasonOf(error) }
  }
}

function columnsIn(path: string, given: CsvGiven): readonly string[] | undefined {
  if (isJson(path)) return namesIn(itemsOf(path))
  return isNdjson(path) ? ndjsonColumns(path) : csvColumns(path, given)
}

function ndjsonColumns(path: string): readonly string[] | undefined {
  const rows = ndjsonRows({ path, order: 'unique' })
  try {
    const items: JsonValue[] = []
    for (let row = rows.rowFor(0, Math.random); row !== undefined; row = rows.rowFor(items.length, Math.random)) {
      if (items.length === mostLines) return undefined
      items.push(row)
    }
    const [trouble] = rows.troubles
    if (trouble !== undefined) throw new Error(trouble)
    return namesIn(items)
  } finally {
    rows.close()
  }
}

function namesIn(items: readonly JsonValue[]): readonly string[] {
  return [...new Set(items.flatMap(keysOf))]
}

function keysOf(item: JsonValue): readonly string[] {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.keys(item) : []
}

/** Throws where the file is no CSV, or has no row. */
function csvColumns(path: string, given: CsvGiven): readonly string[] {
  const start = startOf(path)
  if (!isText(start)) throw new Error('it is not text in UTF-8')
  csvRows({ ...given, path, order: 'sequential' }).close()
  const { delimiter } = given
  if (given.columns !== undefined) return given.columns
  const [columns = []] = parse(start, { delimiter, bom: true, to: 1, trim: true, relax_column_count: true })
  if (start.length === longestFirstLine && !start.includes('\n')) {
    throw new Error(`its first line has more than ${longestFirstLine} bytes`)
  }
  const names = new Set<string>()
  for (const name of columns) {
    if (names.has(name)) throw new Error(`it has the column \`${name}\` twice`)
    names.add(name)
  }
  return columns
}

function startOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(longestFirstLine)
    return start.subarray(0, readSync(file, start))
  } finally {
    closeSync(file)
  }
}

function isText(start: Buffer): boolean {
  // Where the start is not the whole file, a letter of several bytes may be cut at its end.
  const cuts = start.length < longestFirstLine ? [0] : [0, 1, 2, 3]
  return !start.includes(0) && cuts.some((cut) => isUtf8(start.subarray(0, start.length - cut)))
}
