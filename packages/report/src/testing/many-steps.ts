import type { Metrics, RunResult } from '@loadrun/metrics'
import type { RequestStep } from '@loadrun/plan'

/** The run as one with so many steps, all for the same endpoint, whose requests were those of its first step. */
export function stepsRun(result: RunResult, count: number): RunResult {
  const [scenario, ...others] = result.plan.scenarios
  const request = scenario?.steps.find((step): step is RequestStep => step.kind === 'request')
  if (scenario === undefined || request === undefined) throw new Error('Cannot repeat the steps of a run without any')
  const names = Array.from({ length: count }, (_, place) => `GET /item/${place + 1}`)
  const url = {
    kind: 'text',
    parts: [
      { kind: 'constant', value: '/item/' },
      { kind: 'variable', name: 'id' },
    ],
  } as const
  const repeated = (metrics: Metrics): Metrics => {
    const [first] = Object.values(metrics.requests)
    if (first === undefined) return metrics
    return {
      ...metrics,
      requests: Object.fromEntries(names.map((step) => [`${scenario.name}/${step}`, { ...first, step }])),
    }
  }
  return {
    ...result,
    plan: {
      ...result.plan,
      scenarios: [{ ...scenario, steps: names.map((name) => ({ ...request, name, url })) }, ...others],
    },
    total: repeated(result.total),
    intervals: result.intervals.map(repeated),
  }
}
