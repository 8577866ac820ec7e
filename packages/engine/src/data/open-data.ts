import type { DataSource, Scenario } from '@loadrun/plan'
import type { Iteration } from '../users/iteration.ts'
import { readBodyFiles } from './body-files.ts'
import { CsvFile, type Row } from './csv-file.ts'

/** The rows of a plan's data files. */
export interface Data {
  /** The row of an iteration. */
  rowFor(source: DataSource, iteration: Iteration): Row
  /** The bytes of a file that a request carries. */
  readonly bytesOf: (path: string) => Buffer
  close(): Promise<void>
}

/** Opens the files that scenarios name, each once. */
export async function openData(scenarios: readonly Pick<Scenario, 'data' | 'steps'>[]): Promise<Data> {
  const files = new Map<string, CsvFile>()
  for (const source of scenarios.flatMap(({ data }) => data)) {
    if (!files.has(keyOf(source))) files.set(keyOf(source), await CsvFile.open(source.path, source.delimiter))
  }
  const bytesOf = await readBodyFiles(scenarios)
  return {
    bytesOf,
    rowFor: (source, { number, random }) => {
      const file = files.get(keyOf(source))
      if (file === undefined) throw new Error(`Cannot take data from ${source.path}: it was not opened`)
      return file.row(source.order === 'random' ? Math.floor(random() * file.rows) : number % file.rows)
    },
    close: async () => {
      for (const file of files.values()) await file.close()
    },
  }
}

function keyOf({ path, delimiter }: DataSource): string {
  return `${delimiter}${path}`
}
