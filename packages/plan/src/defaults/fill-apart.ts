import type { Scenario } from '../plan/scenario.ts'
import type { Threshold } from '../plan/threshold.ts'

/** The scenario with what thresholds tell apart among its requests, where there is something. */
export function withApart(scenario: Scenario, thresholds: readonly Threshold[]): Scenario {
  const own = thresholds.filter(({ metric, selector }) => {
    return metric !== 'own' && (selector.scenario ?? scenario.name) === scenario.name
  })
  // How often each status came is counted in any case.
  const statuses = own.flatMap(({ metric, selector: { status } }) =>
    status === undefined || metric === 'http_reqs' ? [] : [status],
  )
  const methods = own.some(({ selector: { tags } }) => tags?.method !== undefined)
  return statuses.length === 0 && !methods
    ? scenario
    : { ...scenario, apart: { statuses: [...new Set(statuses)], methods } }
}
