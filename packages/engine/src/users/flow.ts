import type { Failure, GeneratorRecorder, Recorder, Sample, ScenarioRecorder } from '@loadrun/metrics'
import {
  arrivalVariable,
  type CookiePlan,
  type DataSource,
  type JsonValue,
  type Scenario,
  type Variable,
} from '@loadrun/plan'
import type { Progress } from '@loadrun/script'
import type { Clock } from '../clock.ts'
import type { Data } from '../data/open-data.ts'
import { type OwnRows, ownRowsOf } from '../data/own-rows.ts'
import type { ArrivalRows } from '../recordings/arrival-rows.ts'
import { compileExpression, type Language, memberOf, places } from './compile-expression.ts'
import { type CompiledStep, compileSteps } from './compile-steps.ts'
import type { Cookies } from './cookies.ts'
import { type Iteration, type IterationPart, iterationsOf } from './iteration.ts'
import { progressOf } from './script/progress.ts'
import { requestsOfScripts, type ScriptRequests } from './script/script-requests.ts'
import { type ScriptThread, scriptThread } from './script/script-thread.ts'
import type { Scripts } from './script/scripts.ts'
import type { UserClients } from './user-clients.ts'

/** What all users of one scenario on one worker have in common. */
export interface Flow {
  readonly steps: readonly CompiledStep[]
  readonly requestTimeoutMs: number
  readonly clients: UserClients
  readonly clock: Clock
  readonly scenario: ScenarioRecorder
  readonly generator: GeneratorRecorder
  /** Filled anew for each request. */
  readonly sample: Sample
  /** Called with the time of each sample before it is recorded, so that intervals can be cut in time. */
  readonly onTime: (nowMs: number) => void
  /** `arrival`: its number, where it is one of an open load. `undefined`: there is no row of a data file left for it. */
  readonly begin: (arrival?: number, own?: OwnRows) => Iteration | undefined
  /** Gives a user the rows of data files that are his; `undefined`: none are given out like that. */
  readonly ownRows: (() => OwnRows) | undefined
  readonly cookies: CookiePlan
  /** Makes a user's cookies; `undefined` where none are kept. */
  readonly newCookies: (() => Cookies) | undefined
  readonly scripts: ScriptSurroundings
  /** Where each variable is kept among an iteration's values. */
  readonly places: Language['places']
  /** Told of each request that failed: whether the iteration ends there. `undefined`: none does for that alone. */
  readonly endsWith: EndsWith | undefined
}

/** Whether a failed request is the end of its iteration. */
type EndsWith = (request: string, failure: Failure, status: number | undefined) => boolean

/** What users need to run scripts. */
interface ScriptSurroundings {
  readonly scenario: Pick<Scenario, 'name' | 'load' | 'apart'>
  readonly recorder: Recorder
  readonly requests: ScriptRequests
  readonly setupData: JsonValue | undefined
  readonly thread: ScriptThread
  /** Makes cookies that are no user's. */
  readonly newJar: () => Cookies
  readonly progress: () => Progress
  readonly part: IterationPart
}

export interface FlowGiven {
  readonly targets: readonly string[]
  readonly clients: UserClients
  readonly clock: Clock
  readonly recorder: Recorder
  readonly onTime: (nowMs: number) => void
  readonly part: IterationPart
  readonly data: Pick<Data, 'rowFor' | 'bytesOf'>
  /** Of a recorded load whose steps name them. */
  readonly arrivalRows?: Pick<ArrivalRows, 'rowOf'> | undefined
  /** Needed where users keep cookies, or run scripts. */
  readonly newCookies?: (() => Cookies) | undefined
  /** When the load started, in milliseconds since 1970. */
  readonly startEpochMs: number
  /** Those that steps run, loaded. */
  readonly scripts?: Scripts
  /** What the script's `setup()` returned, or the variables that `before` hands on. */
  readonly setupData?: JsonValue | undefined
  readonly endsWith?: EndsWith
  /** What all flows of a thread have in common for scripts; left out: this is the only one, and makes no load. */
  readonly thread?: ScriptThread
}

export function compileFlow(scenario: Scenario, given: FlowGiven): Flow {
  if (scenario.steps.length === 0) throw new Error(`Cannot carry out scenario '${scenario.name}': it has no steps`)
  const language = languageOf(given)
  const thread = given.thread ?? scriptThread(given.part)
  const begin = iterationsOf(scenario.name, given.part)
  const look = compileData(scenario.data, given.data, language)
  const recall = compileArrival(given.arrivalRows, language)
  const remember = compileVariables(scenario.variables, language)
  return {
    steps: compileSteps(scenario.steps, { ...given, scenario, language, bytesOf: given.data.bytesOf }),
    requestTimeoutMs: scenario.requestTimeoutMs,
    clients: given.clients,
    clock: given.clock,
    scenario: given.recorder.scenario(scenario.name),
    generator: given.recorder.generator,
    sample: {
      dueMs: 0,
      sentMs: 0,
      startedMs: Number.NaN,
      firstByteMs: Number.NaN,
      endMs: 0,
      setup: undefined,
      sendingMs: 0,
      status: undefined,
      bytesSent: 0,
      bytesReceived: 0,
      failure: undefined,
    },
    onTime: given.onTime,
    scripts: {
      scenario,
      recorder: given.recorder,
      requests: requestsOfScripts(scenario, given.recorder, given.targets),
      setupData: given.setupData,
      thread,
      newJar: given.newCookies ?? noJar,
      progress: progressOf(scenario, given, thread),
      part: given.part,
    },
    places: language.places,
    endsWith: given.endsWith,
    cookies: scenario.cookies,
    newCookies: scenario.cookies === 'none' ? undefined : given.newCookies,
    ownRows: ownRowsOf(scenario.data, given.data, given.part),
    begin: (arrival, own) => {
      const iteration = begin()
      if (!look(iteration, own)) return undefined
      if (arrival !== undefined) recall?.(iteration, arrival)
      remember(iteration)
      return iteration
    },
  }
}

function noJar(): never {
  throw new Error('Cannot make a cookie jar: the rules of cookies were not loaded')
}

function languageOf({ clock, part, startEpochMs, setupData }: FlowGiven): Language {
  let counted = part.worker + 1 - part.workers
  return {
    ...places(),
    nowEpochMs: () => startEpochMs + clock.nowMs(),
    handed: (variable) => memberOf(setupData ?? null, variable),
    count: () => {
      counted += part.workers
      return counted
    },
  }
}

/** Gives an iteration its rows; whether there was one of every file. */
function compileData(
  sources: readonly DataSource[],
  data: Pick<Data, 'rowFor'>,
  { placeOf }: Language,
): (iteration: Iteration, own: OwnRows | undefined) => boolean {
  const placed = sources.map((source) => ({ source, place: placeOf(source.variable) }))
  return (iteration, own) => {
    for (const { source, place } of placed) {
      const row = source.order === 'per-vu' ? own?.get(source) : data.rowFor(source, iteration)
      if (row === undefined) return false
      iteration.values[place] = row
    }
    return true
  }
}

/** Gives an iteration the line that it starts by; `undefined`: nobody wants to know it. */
function compileArrival(
  rows: FlowGiven['arrivalRows'],
  { placeOf }: Language,
): ((iteration: Iteration, arrival: number) => void) | undefined {
  if (rows === undefined) return undefined
  const place = placeOf(arrivalVariable)
  return (iteration, arrival) => {
    iteration.values[place] = rows.rowOf(arrival)
  }
}

function compileVariables(variables: readonly Variable[], language: Language): (iteration: Iteration) => void {
  const compiled = variables.map(({ name, value }) => ({
    place: language.placeOf(name),
    evaluate: compileExpression(value, language),
  }))
  return (iteration) => {
    for (const { place, evaluate } of compiled) iteration.values[place] = evaluate(iteration)
  }
}
