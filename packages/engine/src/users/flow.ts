import { type Client, type CompiledRequest, compileRequest } from '@loadrun/http'
import type { GeneratorRecorder, Recorder, RequestRecorder, Sample, ScenarioRecorder } from '@loadrun/metrics'
import type { Scenario, Step } from '@loadrun/plan'
import type { Clock } from '../clock.ts'

/** What all users of one scenario on one worker have in common. */
export interface Flow {
  readonly steps: readonly CompiledStep[]
  readonly requestTimeoutMs: number
  readonly client: Client
  readonly clock: Clock
  readonly scenario: ScenarioRecorder
  readonly generator: GeneratorRecorder
  /** Filled anew for each request. */
  readonly sample: Sample
  /** Called with the time of each sample before it is recorded, so that intervals can be cut in time. */
  readonly onTime: (nowMs: number) => void
}

export interface CompiledStep {
  readonly request: CompiledRequest
  readonly requests: RequestRecorder
  /** Names what is expected, as `status is 200`. */
  readonly check: string
}

export interface FlowGiven {
  readonly targets: readonly string[]
  readonly client: Client
  readonly clock: Clock
  readonly recorder: Recorder
  readonly onTime: (nowMs: number) => void
}

export function compileFlow(scenario: Scenario, given: FlowGiven): Flow {
  if (scenario.steps.length === 0) throw new Error(`Cannot carry out scenario '${scenario.name}': it has no steps`)
  return {
    steps: scenario.steps.map((step) => compileStep(step, scenario.name, given)),
    requestTimeoutMs: scenario.requestTimeoutMs,
    client: given.client,
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
  }
}

function compileStep(step: Step, scenario: string, { targets, recorder }: FlowGiven): CompiledStep {
  const isExpected = expectation(step.expectStatus)
  return {
    request: compileRequest({ ...step, isExpected }, targets),
    requests: recorder.request(scenario, step.name),
    check: checkName(step.expectStatus),
  }
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
