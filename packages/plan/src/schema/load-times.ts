import { defaults } from '../defaults/defaults.ts'
import type { GivenScenario } from './load.ts'
import type { GivenScenarioFile } from './scenario-file.ts'

/** When the load of a scenario begins and ends, in milliseconds after the run's start. */
export interface LoadTime {
  readonly startMs: number
  /** The graceful stop comes after it. Infinite where only the file of a recording tells. */
  readonly endMs: number
}

/** Of each scenario, by name. Those that wait for each other in a circle are told of elsewhere. */
export function loadTimes(scenarios: GivenScenarioFile['scenarios']): ReadonlyMap<string, LoadTime> {
  const times = new Map<string, LoadTime>()
  const timeOf = (name: string): LoadTime => {
    const scenario = scenarios[name]
    const known = times.get(name)
    if (scenario === undefined || known !== undefined) return known ?? { startMs: 0, endMs: 0 }
    times.set(name, { startMs: 0, endMs: 0 })
    const startMs = timeOf(scenario.startAfter ?? '').endMs + (scenario.startTime ?? 0)
    const time = { startMs, endMs: startMs + lastsMs(scenario) }
    times.set(name, time)
    return time
  }
  for (const name of Object.keys(scenarios)) timeOf(name)
  return times
}

/** How long a load lasts, its graceful stop left out. */
export function lastsMs(given: GivenScenario): number {
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
