import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping } from '../document/plain-value.ts'
import { thresholdPlaces } from '../document/threshold-places.ts'

/** A file whose thresholds all stand in one place. */
export interface LiftedThresholds {
  readonly file: PlainMapping
  /** Leads a mistake in that file back to where it was written. */
  readonly asWritten: (mistake: PathMistake) => PathMistake
  readonly mistakes: readonly PathMistake[]
}

/** Takes the thresholds of single scenarios to those of the whole file, narrowed down to their scenario. */
export function liftThresholds(file: PlainMapping): LiftedThresholds {
  const scenarios = childOf(file, 'scenarios')
  const places = thresholdPlaces(file)
  const own = places.filter(({ path: [root] }) => root === 'scenarios')
  if (!isMapping(scenarios) || own.length === 0) return { file, asWritten: (mistake) => mistake, mistakes: [] }
  const first = new Map(places.toReversed().map((place) => [place.key, place]))
  const twice = own.filter((place) => first.get(place.key) !== place)
  const written = new Map(own.map(({ key, path }) => [key, path]))
  const others = Object.entries(scenarios).map(([name, scenario]) => [name, withoutThresholds(scenario)] as const)
  return {
    file: {
      ...file,
      scenarios: Object.fromEntries(others),
      thresholds: Object.fromEntries(places.map(({ key, value }) => [key, value])),
    },
    asWritten: (mistake) => {
      const [root, key, ...rest] = mistake.path
      const path = root === 'thresholds' ? written.get(String(key)) : undefined
      return path === undefined ? mistake : { ...mistake, path: [...path, ...rest] }
    },
    mistakes: twice.map(({ path, key }) => ({
      path,
      part: 'key',
      message: `The thresholds of \`${key}\` stand in two places`,
      wanted: 'all of them in one, as a list',
    })),
  }
}

function withoutThresholds(scenario: PlainMapping[string]): PlainMapping[string] {
  if (!isMapping(scenario) || !isMapping(scenario.thresholds)) return scenario
  const { thresholds: _, ...rest } = scenario
  return rest
}
