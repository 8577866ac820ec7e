import { isUtf8 } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import type { JsonValue } from '@loadrun/plan'
import type { RowSource } from './row-source.ts'
import type { RowsGiven } from './rows-of-file.ts'

/** JSON is read whole, by every worker thread, and takes a hundred times its length in memory where it is mostly brackets. */
const mostBytes = 16 * 2 ** 20

/** The items of a list in a JSON file, as rows. Throws where it is none, or is empty. */
export function jsonRows({ path, order }: RowsGiven): RowSource {
  const items = itemsOf(path)
  return {
    rowFor: (number, random) => {
      if (order === 'random') return items[Math.floor(random() * items.length)]
      return order === 'sequential' ? items[number % items.length] : items[number]
    },
    troubles: [],
    close: () => undefined,
  }
}

/** Throws where it is no list, or is empty. */
export function itemsOf(path: string): readonly JsonValue[] {
  const { size } = statSync(path)
  if (size > mostBytes)
    throw new Error(`it has ${size} bytes, more than the ${mostBytes} of a JSON file; use NDJSON or CSV`)
  const value = parsed(readFileSync(path))
  if (!Array.isArray(value)) throw new Error('it is JSON, but no list')
  if (value.length === 0) throw new Error('it is an empty list')
  return value
}

function parsed(bytes: Buffer): JsonValue {
  if (!isUtf8(bytes)) throw new Error('it is not text in UTF-8')
  try {
    return JSON.parse(bytes.toString().replace(/^\ufeff/, '')) as JsonValue
  } catch (error) {
    throw new Error(`it is not JSON (${error instanceof Error ? error.message : error})`)
  }
}

export function isJson(path: string): boolean {
  return /\.json$/i.test(path)
}
