import type { GivenScenario } from '../schema/load.ts'
import { lastsMs, loadTimes } from '../schema/load-times.ts'
import type { GivenScenarioFile } from '../schema/scenario-file.ts'
import { defaults } from './defaults.ts'

/** The scenarios of a file, cut so that nothing of them lasts longer than its `maxDuration`. */
export function scenariosWithin({ scenarios, maxDuration }: GivenScenarioFile): GivenScenarioFile['scenarios'] {
  if (maxDuration === undefined) return scenarios
  const times = loadTimes(scenarios)
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, scenario]) => [
      name,
      cutAfter(scenario, maxDuration - (times.get(name)?.startMs ?? 0)),
    ]),
  )
}

function cutAfter(scenario: GivenScenario, leftMs: number): GivenScenario {
  const cut = lastsMs(scenario) <= leftMs ? scenario : shortened(scenario, leftMs)
  return { ...cut, gracefulStop: Math.min(cut.gracefulStop ?? defaults.gracefulStopMs, leftMs - lastsMs(cut)) }
}

function shortened(given: GivenScenario, leftMs: number): GivenScenario {
  switch (given.executor) {
    case 'constant-arrival-rate':
    case 'constant-vus':
    case 'recorded-arrival-times':
      return { ...given, duration: leftMs }
    case 'shared-iterations':
    case 'per-vu-iterations':
      return { ...given, maxDuration: leftMs }
    case 'ramping-arrival-rate':
      return { ...given, stages: stagesWithin(given.stages, given.startRate ?? defaults.startRatePerSecond, leftMs) }
    case 'ramping-vus':
      return { ...given, stages: stagesWithin(given.stages, given.startVUs ?? defaults.startVUs, leftMs) }
    case 'staircase-arrival-rate': {
      const { levelDuration } = given
      const levels = Math.max(1, Math.floor(leftMs / levelDuration))
      return { ...given, levels, levelDuration: Math.min(levelDuration, leftMs) }
    }
  }
}

interface Stage {
  readonly duration: number
  readonly target: number
}

/** The one that is under way at the end goes as far as it has come by then. */
function stagesWithin<Each extends Stage>(stages: readonly Each[], start: number, leftMs: number): Each[] {
  const kept: Each[] = []
  let [from, restMs] = [start, leftMs]
  for (const stage of stages) {
    if (stage.duration > restMs) {
      const target = from + ((stage.target - from) * restMs) / stage.duration
      return restMs === 0 ? kept : [...kept, { ...stage, duration: restMs, target }]
    }
    kept.push(stage)
    restMs -= stage.duration
    from = stage.target
  }
  return kept
}
