import type { RecordedLoad, RecordingPlan } from '../plan/load.ts'
import type { GivenScenario } from '../schema/load.ts'
import type { GivenMoment } from '../schema/recording.ts'
import { recordingFormat } from '../units/recording-format.ts'
import { defaults } from './defaults.ts'
import { dataPath } from './fill-data.ts'

type GivenRecordedLoad = Extract<GivenScenario, { executor: 'recorded-arrival-times' }>

/** A file of recorded times, and what of it is asked for. */
export interface AskedOfRecording {
  readonly recording: RecordingPlan
  /** `undefined`: from its first time on. */
  readonly from: GivenMoment | undefined
  readonly speed: number
  /** Of the load; `undefined`: to the last time. */
  readonly durationMs: number | undefined
  /** `undefined`: as suits the times. */
  readonly arrivals: RecordedLoad['arrivals'] | undefined
}

/** What was found in it: the parts of a load that nobody but the file knows. */
export type FoundInRecording = Pick<RecordedLoad, 'originMs' | 'arrivals' | 'durationMs' | 'planned'> & {
  /** What steps can name of a line; `undefined`: it differs from line to line. */
  readonly fields: readonly string[] | undefined
}

/** Reads a recording through, or says what is wrong with it. */
export type RecordingOf = (asked: AskedOfRecording) => FoundInRecording | { readonly problem: string }

export function askedOf(given: GivenRecordedLoad, scenarioFile: string): AskedOfRecording {
  return {
    recording: {
      path: dataPath(given.file, scenarioFile),
      format: given.format ?? recordingFormat(given.file),
      timeField: given.time ?? defaults.timeField,
      delimiter: given.delimiter ?? defaults.delimiter,
      timeFormat: given.timeFormat,
      onBadLine: given.onBadLine ?? defaults.onBadLine,
    },
    from: given.from,
    speed: given.speed ?? defaults.speed,
    durationMs: given.duration,
    arrivals: given.arrivals,
  }
}

/** Without `recordingOf`, files are not looked at, and the load is none. */
export function fillRecording(
  given: GivenRecordedLoad,
  { file, recordingOf }: { readonly file: string; readonly recordingOf?: RecordingOf | undefined },
): Omit<RecordedLoad, 'maxVUs'> {
  const asked = askedOf(given, file)
  const found = recordingOf?.(asked) ?? unread(asked)
  if ('problem' in found) throw new Error(`Cannot replay ${asked.recording.path}: ${found.problem}`)
  const { fields: _, ...rest } = found
  return { executor: given.executor, recording: asked.recording, speed: asked.speed, ...rest }
}

function unread({ durationMs = 0, arrivals = 'recorded' }: AskedOfRecording): FoundInRecording {
  const planned = { count: 0, mostPerSecond: 0, everyMs: 1000, counts: [], recordedAt: undefined, skippedLines: 0 }
  return { originMs: 0, arrivals, durationMs, planned, fields: undefined }
}
