import { defaults } from '../defaults/defaults.ts'
import type { PathMistake } from '../document/place.ts'
import type { GivenScenario } from './load.ts'
import type { GivenScenarioFile } from './scenario-file.ts'

/** Whether a warm-up leaves any time that counts. A recording whose end only its file knows is taken to last. */
export function checkWarmUp({ warmUp, scenarios }: GivenScenarioFile): readonly PathMistake[] {
  if (warmUp === undefined) return []
  const endOf = endsOf(scenarios)
  if (Object.keys(scenarios).some((name) => warmUp < endOf(name))) return []
  const message = `The warm-up lasts as long as the load, so nothing would count`
  return [{ path: ['warmUp'], part: 'value', message, wanted: 'a time shorter than the load' }]
}

/** When the load of each scenario ends; those that wait for each other in a circle are told of elsewhere. */
function endsOf(scenarios: GivenScenarioFile['scenarios']): (name: string) => number {
  const ends = new Map<string, number>()
  const endOf = (name: string): number => {
    const scenario = scenarios[name]
    if (scenario === undefined) return 0
    const known = ends.get(name)
    if (known !== undefined) return known
    ends.set(name, 0)
    const end = endOf(scenario.startAfter ?? '') + (scenario.startTime ?? 0) + lastsMs(scenario)
    ends.set(name, end)
    return end
  }
  return endOf
}

function lastsMs(given: GivenScenario): number {
  switch (given.executor) {
    case 'constant-arrival-rate':
    case 'constant-vus':
      return given.duration
    case 'ramping-arrival-rate':
    case 'ramping-vus':
      return given.stages.reduce((sum, { duration }) => sum + duration, 0)
    case 'staircase-arrival-rate':
      return given.levels * given.levelDuration
    case 'shared-iterations':
    case 'per-vu-iterations':
      return given.maxDuration ?? defaults.maxDurationMs
    case 'recorded-arrival-times':
      return given.duration ?? Number.POSITIVE_INFINITY
  }
}
