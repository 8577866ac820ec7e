import type { Scenario } from '@loadrun/plan'
import { runsScripts } from './script/scripts.ts'

/**
 * Whether something of the user's can keep a thread busy for ever: a script, or a regular expression that goes back and
 * forth over an answer, as `^(a+)+$` does. Whatever else a plan asks for comes to an end.
 */
export function canKeepBusy(scenarios: readonly Pick<Scenario, 'steps'>[]): boolean {
  return runsScripts(scenarios) || hasPattern(scenarios.map(({ steps }) => steps))
}

/** Of `capture` and `expect`, and in the filters of JSONPath. */
function hasPattern(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([key, each]) =>
      (key === 'pattern' && typeof each === 'string') ||
      (key === 'path' && typeof each === 'string' && /\b(match|search)\s*\(/.test(each)) ||
      hasPattern(each),
  )
}
