import { type Keeping, redirectStatuses } from '@loadrun/http'
import type { Recorder, RequestRecorder } from '@loadrun/metrics'
import { type RequestStep, type RunStep, redirectsOf, type Scenario, type Step } from '@loadrun/plan'
import type { Distribution } from '@loadrun/random'
import type { BytesOf } from './compile-body.ts'
import { compileExpression, type Evaluate, type Language } from './compile-expression.ts'
import { type PreparedRequest, prepareRequest } from './compile-request.ts'
import { compileExamination, type Examine } from './examine.ts'
import { noScripts, type ScriptFunction, type Scripts } from './script/scripts.ts'

export type CompiledStep = CompiledRequestStep | CompiledFlowStep

export interface CompiledRequestStep {
  readonly kind: 'request'
  readonly name: string
  readonly request: PreparedRequest
  readonly requests: RequestRecorder
  /** Names what is expected of the status, as `status is 200`. */
  readonly check: string
  readonly isExpected: (status: number) => boolean
  /** `undefined`: the status says all. */
  readonly examine: Examine | undefined
  /** `undefined`: the user's own patience. */
  readonly timeoutMs: number | undefined
  /** `undefined`: the scenario's. */
  readonly maxAnswerBytes: number | undefined
  /** `undefined`: where an answer leads is not looked at. */
  readonly redirects: Redirects | undefined
}

interface Redirects {
  readonly most: number
  /** Counts the requests that answers lead to. */
  readonly requests: () => RequestRecorder
}

/** A step that is no request itself. */
export type CompiledFlowStep =
  | { readonly kind: 'think'; readonly time: Distribution }
  | {
      readonly kind: 'if'
      readonly condition: Evaluate
      readonly steps: readonly CompiledStep[]
      readonly otherwise: readonly CompiledStep[]
    }
  /** `place`: where the round's number is kept. */
  | {
      readonly kind: 'repeat'
      readonly count: Evaluate
      readonly place: number | undefined
      readonly steps: readonly CompiledStep[]
    }
  | {
      readonly kind: 'forEach'
      readonly list: Evaluate
      readonly place: number
      readonly steps: readonly CompiledStep[]
    }
  | {
      readonly kind: 'while'
      readonly condition: Evaluate
      readonly atMost: number
      readonly steps: readonly CompiledStep[]
    }
  | {
      readonly kind: 'choose'
      readonly choices: readonly Readonly<{ weight: number; steps: readonly CompiledStep[] }>[]
      readonly totalWeight: number
    }
  | CompiledRunStep
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly CompiledStep[])[] }

/** A call of a script's function. */
export interface CompiledRunStep extends Omit<RunStep, 'as'> {
  readonly call: ScriptFunction
  /** Where what it returns is kept. */
  readonly place: number | undefined
  /** Where each variable that expressions name is kept. */
  readonly places: () => ReadonlyMap<string, number>
}

export interface StepsGiven {
  readonly scripts?: Scripts
  readonly targets: readonly string[]
  readonly recorder: Recorder
  readonly scenario: Pick<Scenario, 'name' | 'connections' | 'cookies'>
  readonly bytesOf: BytesOf
  readonly language: Language
}

export function compileSteps(steps: readonly Step[], given: StepsGiven): readonly CompiledStep[] {
  return steps.map((step) => compileStep(step, given))
}

function compileStep(step: Step, given: StepsGiven): CompiledStep {
  const { language } = given
  const within = (steps: readonly Step[]) => compileSteps(steps, given)
  switch (step.kind) {
    case 'request':
      return compileRequestStep(withClose(step, given.scenario), given)
    case 'think':
      return step
    case 'if': {
      const condition = compileExpression(step.condition, language)
      return { kind: 'if', condition, steps: within(step.steps), otherwise: within(step.otherwise) }
    }
    case 'repeat': {
      const count = compileExpression(step.count, language)
      const place = step.as === undefined ? undefined : language.placeOf(step.as)
      return { kind: 'repeat', count, place, steps: within(step.steps) }
    }
    case 'forEach': {
      const list = compileExpression(step.list, language)
      return { kind: 'forEach', list, place: language.placeOf(step.as), steps: within(step.steps) }
    }
    case 'while': {
      const condition = compileExpression(step.condition, language)
      return { kind: 'while', condition, atMost: step.atMost, steps: within(step.steps) }
    }
    case 'choose': {
      const totalWeight = step.choices.reduce((sum, { weight }) => sum + weight, 0)
      const choices = step.choices.map(({ weight, steps }) => ({ weight, steps: within(steps) }))
      return { kind: 'choose', choices, totalWeight }
    }
    case 'run': {
      const { as, ...run } = step
      const place = as === undefined ? undefined : language.placeOf(as)
      return { ...run, place, places: language.places, call: (given.scripts ?? noScripts)(step) }
    }
    case 'parallel':
      return { kind: 'parallel', branches: step.steps.map((each) => within([each])) }
  }
}

function compileRequestStep(step: RequestStep, given: StepsGiven): CompiledRequestStep {
  const { targets, recorder, scenario, language, bytesOf } = given
  const isExpected = expectation(step.expectStatus)
  const requests = recorder.request(scenario.name, step.name)
  const examine = compileExamination(step, requests, language)
  const follows = step.redirects > 0
  return {
    kind: 'request',
    name: step.name,
    request: prepareRequest(
      step,
      {
        targets,
        isExpected: follows ? (status) => redirectStatuses.has(status) || isExpected(status) : isExpected,
        keeps: keepingFor(step, scenario),
        keepsRedirects: follows,
      },
      language,
      bytesOf,
    ),
    requests,
    check: checkName(step.expectStatus),
    isExpected,
    examine,
    timeoutMs: step.timeoutMs,
    maxAnswerBytes: step.maxAnswerBytes,
    redirects: follows
      ? { most: step.redirects, requests: () => recorder.request(scenario.name, redirectsOf(step.name)) }
      : undefined,
  }
}

/** A body that nobody reads is not kept, beyond what is shown of it. */
function keepingFor({ expect, capture }: RequestStep, { cookies }: Pick<Scenario, 'cookies'>): Keeping {
  const readsBody =
    expect.some(({ kind }) => kind !== 'header' && kind !== 'within') ||
    capture.some(({ source: { kind } }) => kind !== 'header' && kind !== 'cookie')
  if (readsBody) return 'all'
  return expect.length > 0 || capture.length > 0 || cookies !== 'none' ? 'start' : 'nothing'
}

/** Where the server is to end each connection, every request asks for that. */
function withClose(step: RequestStep, { connections }: Pick<Scenario, 'connections'>): RequestStep {
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
