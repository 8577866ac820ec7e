import { closeSync, openSync, readSync } from 'node:fs'
import type { JsonValue } from '@loadrun/plan'
import { parse } from 'csv-parse/sync'
import { isJson, itemsOf } from './json-rows.ts'
import { reasonOf } from './reason-of.ts'

const longestFirstLine = 64 * 1024

/** The names in the first line of a CSV file, or of what a JSON file lists; or why they cannot be told. */
export function columnsOf(path: string, delimiter: string): readonly string[] | { readonly problem: string } {
  try {
    if (isJson(path)) return [...new Set(itemsOf(path).flatMap(keysOf))]
    const start = startOf(path)
    const [columns] = parse(start, { delimiter, bom: true, to: 1, trim: true, relax_column_count: true })
    if (columns === undefined) return { problem: 'it is empty' }
    const twice = columns.find((name, index) => columns.indexOf(name) !== index)
    return twice === undefined ? columns : { problem: `it has the column \`${twice}\` twice` }
  } catch (error) {
    return { problem: reasonOf(error) }
  }
}

function keysOf(item: JsonValue): readonly string[] {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.keys(item) : []
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
