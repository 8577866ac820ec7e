import type { AskedOfRecording, FoundInRecording, RecordedLoad, RecordingOf, Scenario } from '@loadrun/plan'
import { createRandom, deriveSeed } from '@loadrun/random'
import { reasonOf } from '../data/reason-of.ts'
import { dueTimes, found, inOrder, windowOf } from './arrange.ts'
import { namesArrival } from './names-arrival.ts'
import { type RecordedLines, RecordingScan } from './recording-scan.ts'

/** The arrivals of a recorded load, in order. All threads of a process share the memory. */
export interface Recording {
  readonly dueMs: Float64Array
  /** Where the line of each begins in the file, and its bytes; empty where no step names it. */
  readonly offsets: Float64Array
  readonly lengths: Uint32Array
}

/** So many lines are read before others get their turn. */
const linesAtOnce = 5000

/** Reads recordings for plans, each once for all that is asked of it alike. */
export function recordingReader(): RecordingOf {
  const known = new Map<string, FoundInRecording | { readonly problem: string }>()
  return (asked) => {
    const key = JSON.stringify(asked)
    const answer = known.get(key) ?? readThrough(asked)
    known.set(key, answer)
    return answer
  }
}

function readThrough(asked: AskedOfRecording): FoundInRecording | { readonly problem: string } {
  try {
    const lines = inOrder(scanned(asked.recording))
    return { ...found(lines, asked), fields: lines.fields }
  } catch (error) {
    return { problem: reasonOf(error) }
  }
}

function scanned(recording: AskedOfRecording['recording']): RecordedLines {
  const scan = new RecordingScan(recording, false)
  try {
    while (scan.read(linesAtOnce));
    return scan.lines()
  } finally {
    scan.close()
  }
}

/** Reads the recordings of scenarios, by their names, while other things go on. */
export async function openRecordings(
  scenarios: readonly Scenario[],
  seed: number,
): Promise<Readonly<Record<string, Recording>>> {
  const recordings: Record<string, Recording> = {}
  for (const scenario of scenarios) {
    const { load, name } = scenario
    if (load.executor !== 'recorded-arrival-times') continue
    try {
      const lines = await scannedInTurns(load, namesArrival(scenario))
      recordings[name] = arranged(inOrder(lines), load, deriveSeed(seed, `arrivals of ${name}`))
    } catch (error) {
      throw new Error(`Cannot replay ${load.recording.path}: ${reasonOf(error)}`)
    }
  }
  return recordings
}

async function scannedInTurns(load: RecordedLoad, keepsPlaces: boolean): Promise<RecordedLines> {
  const scan = new RecordingScan(load.recording, keepsPlaces)
  try {
    while (scan.read(linesAtOnce)) await new Promise<void>((resolve) => setImmediate(resolve))
    return scan.lines()
  } finally {
    scan.close()
  }
}

function arranged(lines: RecordedLines, load: RecordedLoad, seed: number): Recording {
  const due = dueTimes(lines, load, createRandom(seed))
  if (due.length !== load.planned.count) {
    throw new Error(`it has changed since the plan was made: ${due.length} arrivals instead of ${load.planned.count}`)
  }
  const { first, end } = windowOf(lines.times, load)
  return {
    dueMs: shared(due, Float64Array),
    offsets: shared(lines.offsets.subarray(first, end), Float64Array),
    lengths: shared(lines.lengths.subarray(first, end), Uint32Array),
  }
}

function shared<Values extends Float64Array | Uint32Array>(
  values: Values,
  Kind: { new (memory: SharedArrayBuffer): Values; readonly BYTES_PER_ELEMENT: number },
): Values {
  const copy = new Kind(new SharedArrayBuffer(values.length * Kind.BYTES_PER_ELEMENT))
  copy.set(values)
  return copy
}
