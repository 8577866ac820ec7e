import type { GeneratorRecorder, Recorder, RequestRecorder, Sample, ScenarioRecorder } from '@loadrun/metrics'
import type { RequestStep, Scenario, Variable } from '@loadrun/plan'
import type { Clock } from '../clock.ts'
import { compileExpression, type Language, places } from './compile-expression.ts'
import { type PreparedRequest, prepareRequest } from './compile-request.ts'
import { compileExamination, type Examine } from './examine.ts'
import { type Iteration, type IterationPart, iterationsOf } from './iteration.ts'
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
  readonly begin: () => Iteration
}

export interface CompiledStep {
  readonly request: PreparedRequest
  readonly requests: RequestRecorder
  /** Names what is expected of the status, as `status is 200`. */
  readonly check: string
  readonly isExpected: (status: number) => boolean
  /** `undefined`: the status says all. */
  readonly examine: Examine | undefined
}

export interface FlowGiven {
  readonly targets: readonly string[]
  readonly clients: UserClients
  readonly clock: Clock
  readonly recorder: Recorder
  readonly onTime: (nowMs: number) => void
  readonly part: IterationPart
  /** When the load started, in milliseconds since 1970. */
  readonly startEpochMs: number
}

export function compileFlow(scenario: Scenario, given: FlowGiven): Flow {
  if (scenario.steps.length === 0) throw new Error(`Cannot carry out scenario '${scenario.name}': it has no steps`)
  const language = languageOf(given)
  const begin = iterationsOf(scenario.name, given.part)
  const remember = compileVariables(scenario.variables, language)
  return {
    steps: scenario.steps.map((step) => compileStep(withClose(step, scenario), scenario.name, given, language)),
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
      status: undefined,
      bytesSent: 0,
      bytesReceived: 0,
      failure: undefined,
    },
    onTime: given.onTime,
    begin: () => {
      const iteration = begin()
      remember(iteration)
      return iteration
    },
  }
}

function languageOf({ clock, part, startEpochMs }: FlowGiven): Language {
  let counted = part.worker + 1 - part.workers
  return {
    placeOf: places(),
    nowEpochMs: () => startEpochMs + clock.nowMs(),
    count: () => {
      counted += part.workers
      return counted
    },
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

function compileStep(
  step: RequestStep,
  scenario: string,
  { targets, recorder }: FlowGiven,
  language: Language,
): CompiledStep {
  const isExpected = expectation(step.expectStatus)
  const requests = recorder.request(scenario, step.name)
  const examine = compileExamination(step, requests, language)
  return {
    request: prepareRequest(step, { targets, isExpected, keepsAnswer: examine !== undefined }, language),
    requests,
    check: checkName(step.expectStatus),
    isExpected,
    examine,
  }
}

/** Where the server is to end each connection, every request asks for that. */
function withClose(step: RequestStep, { connections }: Scenario): RequestStep {
  if (connections.kind !== 'new' || connections.closedBy !== 'server') return step
  return { ...step, headers: { ...step.headers, connection: 'close' } }
}

function expectation(statuses: readonly number[]): (status: number) => boolean {
  if (statuses.length === 0) return (status) => status < 400
  const [only] = statuses
  if (statuses.length === 1) return (status) => status === only
  const expected = new Set(statuses)
  return (status) => expected.has(status)
}

/** As reports show it. */
function checkName(statuses: readonly number[]): string {
  return statuses.length === 0 ? 'status is below 400' : `status is ${statuses.join(' or ')}`
}
