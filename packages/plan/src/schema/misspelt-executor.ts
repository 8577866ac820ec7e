import { z } from 'zod'
import { isMapping } from '../document/plain-value.ts'
import { suggest } from '../problems/suggestion.ts'
import { always, mapping } from './values.ts'

type Executor = z.ZodObject<{ executor: z.ZodLiteral<string> }>

/**
 * Mistakes beside an `executor` that there is not, so that all are told at once: those that the scenario would have with
 * the executor that was probably meant; or, where none is near, those that it has with any.
 */
export function besideMisspelt(executors: readonly Executor[], common: z.core.$ZodLooseShape) {
  const byName = new Map(executors.map((each) => [each.shape.executor.value, each]))
  const keys = executors.flatMap(({ shape }) => Object.keys(shape))
  const ofAny = Object.fromEntries(keys.map((key) => [key, z.unknown().optional()]))
  const withAny = mapping({ ...ofAny, ...common, executor: z.unknown() })
  return z.superRefine<unknown>((scenario, { issues }) => {
    if (!isMapping(scenario)) return
    const name = typeof scenario.executor === 'string' ? scenario.executor : ''
    if (byName.has(name)) return
    const executor = suggest(name, byName.keys())
    const meant = executor === undefined ? undefined : byName.get(executor)
    // What `safeParse()` tells is finished: these issues are still to get their place and words with all others.
    const checked = (meant ?? withAny)._zod.run({ value: { ...scenario, executor }, issues: [] }, { async: false })
    if (!(checked instanceof Promise)) issues.push(...checked.issues)
  }, always)
}
