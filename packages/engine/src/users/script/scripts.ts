import type { RunStep, Scenario, Step } from '@loadrun/plan'
import { loadFunction, type ScriptFunction } from '@loadrun/script'

export type { ScriptFunction }

/** The function that a step runs. */
export type Scripts = (step: Pick<RunStep, 'path' | 'function'>) => ScriptFunction

/** Loads every script that steps of scenarios run, each once for all users of this thread. */
export async function openScripts(scenarios: readonly Pick<Scenario, 'steps'>[]): Promise<Scripts> {
  const loaded = new Map<string, ScriptFunction>()
  for (const step of scenarios.flatMap(({ steps }) => runsIn(steps))) {
    if (!loaded.has(keyOf(step))) loaded.set(keyOf(step), await loadFunction(step.path, step.function))
  }
  return (step) => loaded.get(keyOf(step)) ?? noScripts(step)
}

/** Of a load that was made without scripts. */
export const noScripts: Scripts = ({ path }) => {
  throw new Error(`Cannot run ${path}: it was not loaded`)
}

function keyOf({ path, function: name }: Pick<RunStep, 'path' | 'function'>): string {
  return `${path}#${name}`
}

export function runsScripts(scenarios: readonly Pick<Scenario, 'steps'>[]): boolean {
  return scenarios.some(({ steps }) => runsIn(steps).length > 0)
}

/** Every call of a script among steps, however deep. */
function runsIn(steps: readonly Step[]): readonly RunStep[] {
  return steps.flatMap((step): readonly RunStep[] => {
    switch (step.kind) {
      case 'run':
        return [step]
      case 'if':
        return runsIn([...step.steps, ...step.otherwise])
      case 'repeat':
      case 'forEach':
      case 'while':
      case 'parallel':
        return runsIn(step.steps)
      case 'choose':
        return step.choices.flatMap((choice) => runsIn(choice.steps))
      case 'request':
      case 'think':
        return []
    }
    return []
  })
}
