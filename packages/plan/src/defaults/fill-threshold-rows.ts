import type { Scenario } from '../plan/scenario.ts'
import { type RequestStep, redirectsOf, type Step, type Tags } from '../plan/step.ts'
import type { Threshold } from '../plan/threshold.ts'

/** The threshold with the rows of requests that its tags mean, and of those that their answers lead to, as in k6. */
export function withRows(threshold: Threshold, scenarios: readonly Scenario[]): Threshold {
  const { tags } = threshold.selector
  if (tags === undefined) return threshold
  const rows = scenarios.flatMap((scenario) =>
    requestsIn(scenario.steps)
      .filter(({ tags: own, method }) => {
        const all: Tags = typeof method === 'string' ? { ...own, method } : own
        return Object.entries(tags).every(([name, value]) => all[name] === value)
      })
      .flatMap(({ name, redirects }) => (redirects > 0 ? [name, redirectsOf(name)] : [name]))
      .map((name) => `${scenario.name}/${name}`),
  )
  return { ...threshold, rows: [...new Set(rows)] }
}

/** Every request of some steps, however deep. */
function requestsIn(steps: readonly Step[]): readonly RequestStep[] {
  return steps.flatMap((step): readonly RequestStep[] => {
    switch (step.kind) {
      case 'request':
        return [step]
      case 'if':
        return requestsIn([...step.steps, ...step.otherwise])
      case 'choose':
        return step.choices.flatMap((choice) => requestsIn(choice.steps))
      case 'repeat':
      case 'forEach':
      case 'while':
      case 'parallel':
        return requestsIn(step.steps)
      default:
        return []
    }
  })
}
