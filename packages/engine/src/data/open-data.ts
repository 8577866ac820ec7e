import type { DataSource, JsonValue, Scenario } from '@loadrun/plan'
import type { Iteration } from '../users/iteration.ts'
import { readBodyFiles } from './body-files.ts'
import { csvRows } from './csv-rows.ts'
import { isJson, jsonRows } from './json-rows.ts'
import { isNdjson, ndjsonRows } from './ndjson-rows.ts'
import { reasonOf } from './reason-of.ts'
import type { RowSource } from './row-source.ts'

/** The data files of a plan. */
export interface Data {
  /** The row of an iteration, or of a user (`per-vu`); `undefined`: each is given once, and there is none left. */
  rowFor(source: DataSource, owner: Pick<Iteration, 'number' | 'random'>): JsonValue | undefined
  /** The bytes of a file that a request carries. */
  readonly bytesOf: (path: string) => Buffer
  /** What was wrong with the files, where that showed only during the load. */
  troubles(): readonly string[]
  close(): void
}

/** Opens the files that scenarios name. Numbers of iterations are each scenario's own, and so are the rows in turn. */
export async function openData(scenarios: readonly Pick<Scenario, 'data' | 'steps'>[]): Promise<Data> {
  const sources = new Map(scenarios.flatMap(({ data }) => data.map((source) => [source, open(source)] as const)))
  const withoutRow = new Map<DataSource, number>()
  const bytesOf = await readBodyFiles(scenarios)
  return {
    bytesOf,
    rowFor: (source, { number, random }) => {
      const row = rowOf(source, () => sources.get(source)?.rowFor(number, random))
      if (row === undefined) withoutRow.set(source, (withoutRow.get(source) ?? 0) + 1)
      return row
    },
    troubles: () => [
      ...new Set([...sources.values()].flatMap(({ troubles }) => troubles)),
      ...[...withoutRow].map(([source, count]) => withoutRowText(source, count)),
    ],
    close: () => {
      for (const source of sources.values()) source.close()
    },
  }
}

function withoutRowText({ path, order }: DataSource, count: number): string {
  const who = order === 'per-vu' ? 'users, who did nothing' : 'iterations, which were not made'
  return `${path} had no row left for ${count} ${who}`
}

/** A file may be found broken, or be gone, only where a row of it is read. */
function rowOf({ path }: DataSource, read: () => JsonValue | undefined): JsonValue | undefined {
  try {
    return read()
  } catch (error) {
    throw new Error(`Cannot take a row from ${path}: ${reasonOf(error)}`)
  }
}

function open(source: DataSource): RowSource {
  try {
    if (isJson(source.path)) return jsonRows(source)
    return isNdjson(source.path) ? ndjsonRows(source) : csvRows(source)
  } catch (error) {
    throw new Error(`Cannot take data from ${source.path}: ${reasonOf(error)}`)
  }
}
