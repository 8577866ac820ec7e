import type { Metrics, OutcomeMetrics, RequestMetrics, ScenarioMetrics } from '@loadrun/metrics'

/** A count summed over all steps. */
export function sumOfRequests(metrics: Metrics, count: (request: RequestMetrics) => number): number {
  return Object.values(metrics.requests).reduce((sum, request) => sum + count(request), 0)
}

/** A count summed over all scenarios. */
export function sumOfScenarios(metrics: Metrics, count: (scenario: ScenarioMetrics) => number): number {
  return Object.values(metrics.scenarios).reduce((sum, scenario) => sum + count(scenario), 0)
}

export const ended = (request: RequestMetrics): number => request.ok.count + request.failed.count

/** Of requests that ended, the share that failed; `null` without any. */
export function failedShare(metrics: Metrics): number | null {
  const all = sumOfRequests(metrics, ended)
  return all === 0 ? null : sumOfRequests(metrics, (request) => request.failed.count) / all
}

/** Which requests a distribution is over. */
export type Outcome = 'all' | 'ok' | 'failed'

/** The parts of all steps' metrics that make up an outcome. */
export function outcomes(metrics: Metrics, outcome: Outcome): readonly OutcomeMetrics[] {
  return Object.values(metrics.requests).flatMap((request) => {
    if (outcome === 'all') return [request.ok, request.failed]
    return [request[outcome]]
  })
}
