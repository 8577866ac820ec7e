import { defaults } from '../defaults/defaults.ts'
import type { PathMistake } from '../document/place.ts'
import type { GivenScenario } from './load.ts'
import type { GivenScenarioFile } from './scenario-file.ts'

/** Whether a warm-up leaves any time that counts. A recording whose end only its file knows is taken to last. */
export function checkWarmUp({ warmUp, scenarios }: GivenScenarioFile): readonly PathMistake[] {
  const ends = Object.values(scenarios).map((scenario) => startOf(scenario, scenarios, 0) + lastsMs(scenario))
  if (warmUp === undefined || warmUp < Math.max(...ends)) return []
  const message = `The warm-up lasts as long as the load, so nothing would count`
  return [{ path: ['warmUp'], part: 'value', message, wanted: 'a time shorter than the load' }]
}

/** `behind`: how many scenarios wait for this one; those that wait for each other in a circle are told of elsewhere. */
function startOf(scenario: GivenScenario, all: GivenScenarioFile['scenarios'], behind: number): number {
  const { startTime = 0, startAfter = '' } = scenario
  const before = all[startAfter]
  if (before === undefined || behind > Object.keys(all).length) return startTime
  return startTime + startOf(before, all, behind + 1) + lastsMs(before)
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
