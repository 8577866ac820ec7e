import type { RecordingPlan } from '../plan/load.ts'

const endings: readonly (readonly [ending: RegExp, format: RecordingPlan['format']])[] = [
  [/\.csv$/i, 'csv'],
  [/\.(ndjson|jsonl)$/i, 'ndjson'],
  // Also those that were put aside: access.log.1
  [/\.log(\.\d+)?$/i, 'access-log'],
]

/** What a file of recorded times is, by its name. */
export function recordingFormat(file: string): RecordingPlan['format'] {
  return endings.find(([ending]) => ending.test(file))?.[1] ?? 'times'
}
