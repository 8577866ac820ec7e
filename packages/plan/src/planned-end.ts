import type { Load, Plan } from './plan.ts'

/** How long a load lasts by plan, its graceful stop left out. */
export function loadDurationMs(load: Load): number {
  return 'durationMs' in load ? load.durationMs : load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0)
}

/** When the last scenario's load ends, in milliseconds after the run's start; requests on their way may take longer. */
export function plannedEndMs({ scenarios }: Pick<Plan, 'scenarios'>): number {
  return scenarios.reduce((endMs, { startMs, load }) => Math.max(endMs, startMs + loadDurationMs(load)), 0)
}
