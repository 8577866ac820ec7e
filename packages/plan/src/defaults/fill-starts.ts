import type { Scenario } from '../plan/scenario.ts'
import { loadDurationMs } from '../planned-end.ts'
import type { GivenScenario } from '../schema/load.ts'

/** The scenarios with their starts put after the loads of those that they are to follow. */
export function withStarts(
  scenarios: readonly Scenario[],
  given: Readonly<Record<string, GivenScenario>>,
): readonly Scenario[] {
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]))
  const starts = new Map<Scenario, number>()
  const startOf = (scenario: Scenario): number => {
    const before = byName.get(given[scenario.name]?.startAfter ?? '')
    const start =
      starts.get(scenario) ??
      scenario.startMs + (before === undefined ? 0 : startOf(before) + loadDurationMs(before.load))
    starts.set(scenario, start)
    return start
  }
  return scenarios.map((scenario) => ({ ...scenario, startMs: startOf(scenario) }))
}
