import { arrivalVariable, type Scenario } from '@loadrun/plan'
import { runsScripts } from '../users/script/scripts.ts'

/** Whether anything of a scenario wants to know the line that an iteration starts by; scripts may ask for any variable. */
export function namesArrival(scenario: Pick<Scenario, 'variables' | 'steps'>): boolean {
  return runsScripts([scenario]) || isNamedIn([scenario.variables, scenario.steps])
}

function isNamedIn(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isNamedIn)
  if (typeof value !== 'object' || value === null) return false
  if ('kind' in value && value.kind === 'variable' && 'name' in value && value.name === arrivalVariable) return true
  return Object.values(value).some(isNamedIn)
}
