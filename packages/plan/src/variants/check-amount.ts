import type { PlacedMistake } from '../document/place.ts'
import type { ScenarioDocument } from '../document/read-document.ts'

/** Every variant and environment is checked as a whole file, which takes some microseconds a value. */
const mostValues = 200_000

/** Whether a file's variants and environments can be checked in about a second. */
export function checkAmount(document: ScenarioDocument, times: number): readonly PlacedMistake[] {
  const { values } = document
  if (values * times <= mostValues) return []
  const path = document.locate(['variants'], 'key').depth > 0 ? 'variants' : 'environments'
  const { file, offset, length } = document.locate([path], 'key')
  return [
    {
      path,
      place: { kind: 'text', offset, length, file },
      message: `The file has ${values} values, and ${times} variants and environments change them`,
      wanted: `at most ${mostValues} values to check in all of them together`,
    },
  ]
}
