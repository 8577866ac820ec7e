import type { JsonValue } from '@loadrun/plan'
import type { Iteration } from '../iteration.ts'

/** A user's variables by name, as long as an iteration lasts. Those there are can be set; there are no others. */
export function variablesOf(iteration: Iteration, places: ReadonlyMap<string, number>): Record<string, unknown> {
  const variables: Record<string, unknown> = {}
  for (const [name, place] of places) {
    Object.defineProperty(variables, name, {
      enumerable: true,
      get: () => iteration.values[place] ?? null,
      set: (value: JsonValue) => {
        iteration.values[place] = value
      },
    })
  }
  return Object.preventExtensions(variables)
}
