import type { Load } from '../plan/load.ts'
import type { Scenario, Variable } from '../plan/scenario.ts'
import type { GivenData } from '../schema/data.ts'
import type { GivenScenario } from '../schema/load.ts'
import { defaultMaxVUs, defaults } from './defaults.ts'
import { fillConnecting } from './fill-connecting.ts'
import { fillClient, fillConnections } from './fill-connections.ts'
import { fillData } from './fill-data.ts'
import { fillRecording, type RecordingOf } from './fill-recording.ts'
import { fillSteps, patienceMs } from './fill-steps.ts'

export type GivenVariables = NonNullable<GivenScenario['vars']>

/** What the whole file has for every scenario. */
interface Common {
  readonly file: string
  readonly vars: GivenVariables
  /** Those that `before` hands to every user: the file's own of these names are not seen. */
  readonly handed: GivenVariables
  readonly data: GivenData
  readonly recordingOf?: RecordingOf | undefined
}

export function fillScenario(name: string, given: GivenScenario, common: Common): Scenario {
  const { file, vars, handed, data } = common
  const requestTimeoutMs = given.timeout ?? defaults.requestTimeoutMs
  const redirects = given.redirects ?? defaults.redirects
  const steps = fillSteps(given.steps, {
    file,
    group: '',
    tags: given.tags ?? {},
    redirects,
    traces: given.traceparent ?? defaults.traceparent,
  })
  const variables = fillVariables({ ...vars, ...handed, ...given.vars })
  return {
    name,
    startMs: given.startTime ?? defaults.startMs,
    load: fillLoad(given, patienceMs(steps, requestTimeoutMs), common),
    gracefulStopMs: given.gracefulStop ?? defaults.gracefulStopMs,
    requestTimeoutMs,
    maxAnswerBytes: given.maxAnswerSize ?? defaults.maxAnswerBytes,
    data: fillData(data, file, [variables, steps]),
    variables,
    client: fillClient(given),
    connections: fillConnections(given),
    connecting: fillConnecting(given, file),
    cookies: given.cookies ?? defaults.cookies,
    steps,
  }
}

/** `iterationMs`: how long an iteration can take. */
function fillLoad(given: GivenScenario, iterationMs: number, common: Common): Load {
  const { executor } = given
  switch (executor) {
    case 'constant-arrival-rate':
      return {
        executor,
        ratePerSecond: given.rate,
        durationMs: given.duration,
        arrivals: given.arrivals ?? defaults.arrivals,
        maxVUs: given.maxVUs ?? defaultMaxVUs(given.rate, iterationMs),
      }
    case 'ramping-arrival-rate': {
      const startRatePerSecond = given.startRate ?? defaults.startRatePerSecond
      const highest = Math.max(startRatePerSecond, ...given.stages.map(({ target }) => target))
      return {
        executor,
        startRatePerSecond,
        stages: given.stages.map(({ duration, target }) => ({ targetPerSecond: target, durationMs: duration })),
        arrivals: given.arrivals ?? defaults.arrivals,
        maxVUs: given.maxVUs ?? defaultMaxVUs(highest, iterationMs),
      }
    }
    case 'staircase-arrival-rate': {
      const { startRate, increase, levels, levelDuration } = given
      const highest = startRate + increase * (levels - 1)
      return {
        executor,
        startRatePerSecond: startRate,
        increasePerSecond: increase,
        levels,
        levelDurationMs: levelDuration,
        arrivals: given.arrivals ?? defaults.arrivals,
        maxVUs: given.maxVUs ?? defaultMaxVUs(highest, iterationMs),
      }
    }
    case 'recorded-arrival-times': {
      const load = fillRecording(given, common)
      return { ...load, maxVUs: given.maxVUs ?? defaultMaxVUs(load.planned.mostPerSecond, iterationMs) }
    }
    case 'shared-iterations':
    case 'per-vu-iterations':
      return {
        executor,
        vus: given.vus ?? defaults.vus,
        iterations: given.iterations ?? defaults.iterations,
        maxDurationMs: given.maxDuration ?? defaults.maxDurationMs,
      }
    case 'constant-vus':
      return { executor, vus: given.vus ?? defaults.vus, durationMs: given.duration }
    case 'ramping-vus':
      return {
        executor,
        startVUs: given.startVUs ?? defaults.startVUs,
        stages: given.stages.map(({ duration, target }) => ({ targetVUs: target, durationMs: duration })),
        gracefulRampDownMs: given.gracefulRampDown ?? defaults.gracefulRampDownMs,
      }
  }
}

export function fillVariables(given: GivenVariables): readonly Variable[] {
  return Object.entries(given).map(([name, value]) => ({ name, value }))
}
