import type { AroundLoadPlan, BeforePlan, Plan } from '../plan/plan.ts'
import type { Step } from '../plan/step.ts'
import type { GivenScenarioFile } from '../schema/scenario-file.ts'
import type { GivenStep } from '../schema/step.ts'
import { defaults } from './defaults.ts'
import { fillVariables, type GivenVariables } from './fill-scenario.ts'
import { fillSteps } from './fill-steps.ts'

/** What is done once, before the load and after it. */
export function fillAroundLoad(given: GivenScenarioFile, file: string): Pick<Plan, 'before' | 'after'> {
  const [first] = Object.values(given.scenarios)
  const around = {
    file,
    group: '',
    tags: {},
    redirects: first?.redirects ?? defaults.redirects,
    traces: first?.traceparent ?? defaults.traceparent,
  }
  const vars = given.vars ?? {}
  const fill = (steps: readonly GivenStep[], variables: GivenVariables, timeoutMs: number): AroundLoadPlan => ({
    variables: fillVariables(variables),
    steps: fillSteps(steps, around),
    timeoutMs,
  })
  const { setupTimeout = defaults.setupTimeoutMs, teardownTimeout = defaults.teardownTimeoutMs } = given
  const before = given.before && withHands(fill(given.before.steps, vars, setupTimeout))
  const after = given.after && fill(given.after.steps, { ...vars, ...handedBy(before) }, teardownTimeout)
  return { ...(before && { before }), ...(after && { after }) }
}

/** The variables that come from there, as expressions. */
export function handedBy(before: BeforePlan | undefined): GivenVariables {
  return Object.fromEntries((before?.hands ?? []).map((name) => [name, { kind: 'handed', name }]))
}

function withHands(plan: AroundLoadPlan): BeforePlan {
  return { ...plan, hands: [...new Set(plan.steps.flatMap(variablesSetBy))] }
}

/** However deep. */
function variablesSetBy(step: Step): readonly string[] {
  const within = (steps: readonly Step[]) => steps.flatMap(variablesSetBy)
  switch (step.kind) {
    case 'request':
      return step.capture.map(({ variable }) => variable)
    case 'run':
      return step.as === undefined ? [] : [step.as]
    case 'repeat':
      return [...(step.as === undefined ? [] : [step.as]), ...within(step.steps)]
    case 'forEach':
      return [step.as, ...within(step.steps)]
    case 'if':
      return within([...step.steps, ...step.otherwise])
    case 'choose':
      return step.choices.flatMap(({ steps }) => within(steps))
    case 'while':
    case 'parallel':
      return within(step.steps)
    case 'think':
      return []
  }
  return []
}
