import type { LoadPlan } from '@loadrun/engine'

/** The files that a load reads while it runs, each once. */
export function filesOf(plan: LoadPlan): readonly string[] {
  return [...new Set(plan.scenarios.flatMap(({ data }) => data.map(({ path }) => path)))]
}

/** The same plan with its files elsewhere. */
export function withFiles(plan: LoadPlan, placeOf: (path: string) => string): LoadPlan {
  return {
    ...plan,
    scenarios: plan.scenarios.map((scenario) => ({
      ...scenario,
      data: scenario.data.map((source) => ({ ...source, path: placeOf(source.path) })),
    })),
  }
}
