import { type Path, pathText } from '../document/path.ts'
import type { PlacedMistake } from '../document/place.ts'
import { childOf, isMapping } from '../document/plain-value.ts'
import type { ScenarioDocument } from '../document/read-document.ts'
import { thresholdPlaces } from '../document/threshold-places.ts'

/** Every variant and environment is checked as a whole file, which takes some microseconds a value. */
const mostValues = 200_000

/** Each threshold is looked at for each scenario. */
const mostScenarios = 2_000
const mostThresholds = 2_000

/** Whether a file's variants and environments, its scenarios and thresholds can be checked in about a second. */
export function checkAmount(document: ScenarioDocument, times: number): readonly PlacedMistake[] {
  const { value, values, locate } = document
  const tooMany = (path: Path, message: string, wanted: string): PlacedMistake => {
    const { file, offset, length } = locate(path, 'key')
    return { path: pathText(path), place: { kind: 'text', offset, length, file }, message, wanted }
  }
  const changing = locate(['variants'], 'key').depth > 0 ? 'variants' : 'environments'
  const changed = `The file has ${values} values, and ${times} variants and environments change them`
  const scenarios = childOf(value, 'scenarios')
  const ofScenarios = isMapping(scenarios) ? Object.keys(scenarios).length : 0
  const thresholds = isMapping(value) ? thresholdPlaces(value) : []
  const [{ path: first } = { path: ['thresholds'] }] = thresholds
  return [
    ...(values * times <= mostValues
      ? []
      : [tooMany([changing], changed, `at most ${mostValues} values to check in all of them together`)]),
    ...(ofScenarios <= mostScenarios
      ? []
      : [tooMany(['scenarios'], `There are ${ofScenarios} scenarios`, `at most ${mostScenarios}`)]),
    ...(thresholds.length <= mostThresholds
      ? []
      : [tooMany(first, `There are thresholds of ${thresholds.length} metrics`, `of at most ${mostThresholds}`)]),
  ]
}
