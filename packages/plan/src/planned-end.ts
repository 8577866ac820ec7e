import type { Load } from './plan/load.ts'
import type { Plan } from './plan/plan.ts'

/** How long a load lasts by plan, its graceful stop left out; at most so long, where it is a number of iterations. */
export function loadDurationMs(load: Load): number {
  if ('durationMs' in load) return load.durationMs
  if ('maxDurationMs' in load) return load.maxDurationMs
  if ('levels' in load) return load.levels * load.levelDurationMs
  return load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0)
}

/**
 * When the last scenario's load ends at the latest, in milliseconds after the run's start; requests on their way may
 * take longer.
 */
export function plannedEndMs({ scenarios }: Pick<Plan, 'scenarios'>): number {
  return scenarios.reduce((endMs, { startMs, load }) => Math.max(endMs, startMs + loadDurationMs(load)), 0)
}
