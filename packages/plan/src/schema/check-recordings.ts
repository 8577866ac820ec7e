import { askedOf, type FoundInRecording, type RecordingOf } from '../defaults/fill-recording.ts'
import { pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue, showValue } from '../document/plain-value.ts'
import { scenario as scenarioSchema } from './load.ts'

/** The variable that holds the line of a recording that an iteration starts by. */
export const arrivalVariable = 'arrival'

interface Given {
  readonly file: string
  readonly recordingOf?: RecordingOf
}

/** Whether each recorded load can be read. Without `recordingOf`, such files are not looked at. */
export function checkRecordings(file: PlainMapping, given: Given): readonly PathMistake[] {
  const scenarios = childOf(file, 'scenarios')
  return Object.entries(isMapping(scenarios) ? scenarios : {}).flatMap(([name, scenario]): PathMistake[] => {
    const found = recordingIn(scenario, given)
    if (found === undefined || !('problem' in found)) return []
    const path = ['scenarios', name, 'file']
    const message = `${pathText(path)} cannot be ${showValue(childOf(scenario, 'file') ?? '')}: ${found.problem}`
    return [{ path, part: 'value', message, wanted: 'a file of recorded times, by its path from this one' }]
  })
}

/** `undefined`: the scenario is none of this kind, or says it in a way that cannot be read. */
export function recordingIn(
  written: PlainValue,
  { file, recordingOf }: Given,
): FoundInRecording | { readonly problem: string } | undefined {
  if (!replaysRecording(written) || recordingOf === undefined) return undefined
  const read = scenarioSchema.safeParse(written)
  if (!read.success || read.data.executor !== 'recorded-arrival-times') return undefined
  return recordingOf(askedOf(read.data, file))
}

export function replaysRecording(scenario: PlainValue): boolean {
  return childOf(scenario, 'executor') === 'recorded-arrival-times'
}
