import type { JsonValue, RecordingPlan } from '@loadrun/plan'
import { CsvRowReader, columnNames } from '../data/csv-row-reader.ts'
import { RowScanner } from '../data/row-scanner.ts'
import { accessLogFields, readAccessLogLine } from './access-log.ts'
import { excerpt } from './excerpt.ts'

/** A line: when it was recorded, as it is written, and what steps know of it. Or why it has no time. */
type ReadLine = { readonly time: string; readonly row: JsonValue } | { readonly problem: string }

export interface LineReader {
  /** What a line has; `undefined`: each may have something else. */
  readonly fields: readonly string[] | undefined
  /** `undefined`: the line says nothing, as comments do. */
  readonly read: (bytes: Buffer) => ReadLine | undefined
}

/** Finds the lines of a recording; of CSV, rows. */
export function scannerOf({ format, delimiter }: RecordingPlan, file: number): RowScanner {
  return new RowScanner(file, { delimiter: format === 'csv' ? delimiter : undefined })
}

/** Takes from the scanner what comes before the first line, such as the names of columns. Throws where that is wrong. */
export function lineReader(recording: RecordingPlan, scanner: RowScanner): LineReader {
  switch (recording.format) {
    case 'times':
      return { fields: ['time'], read: (bytes) => readTime(bytes.toString().trim()) }
    case 'access-log':
      return {
        fields: accessLogFields,
        read: (bytes) => {
          const found = readAccessLogLine(bytes.toString())
          return 'problem' in found ? found : { time: found.time, row: { ...found } }
        },
      }
    case 'ndjson':
      return { fields: undefined, read: (bytes) => readJson(bytes.toString(), recording.timeField) }
    case 'csv':
      return csvReader(recording, scanner)
  }
}

function readTime(time: string): ReadLine | undefined {
  return time === '' || time.startsWith('#') ? undefined : { time, row: { time } }
}

function csvReader(recording: RecordingPlan, scanner: RowScanner): LineReader {
  const { timeField, delimiter } = recording
  const columns = columnNames(scanner.next(), delimiter)
  const reader = new CsvRowReader(columns, recording)
  if (!columns.includes(timeField)) {
    throw new Error(`it has no column \`${timeField}\` for the times, but ${columns.join(', ')}; \`time\` names it`)
  }
  return {
    fields: columns,
    read: (bytes) => {
      const row = reader.read(bytes)
      return { time: (row[timeField] ?? '').trim(), row }
    },
  }
}

function readJson(text: string, timeField: string): ReadLine {
  try {
    const row = JSON.parse(text) as JsonValue
    const time = fieldOf(row, timeField) ?? timeField.split('.').reduce<JsonValue | undefined>(fieldOf, row)
    if (typeof time === 'number' || typeof time === 'string') return { time: String(time), row }
    return { problem: `it has no field \`${timeField}\` with a time` }
  } catch {
    return { problem: `it is no JSON, but ${excerpt(text)}` }
  }
}

function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined
  return (value as Readonly<Record<string, JsonValue>>)[name]
}
