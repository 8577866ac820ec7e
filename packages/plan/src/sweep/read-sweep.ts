import type { Change } from '../document/change.ts'
import type { PlacedMistake } from '../document/place.ts'
import type { Plan } from '../plan/plan.ts'
import { placeProblems } from '../problems/place-problem.ts'
import type { Problem } from '../problems/problem.ts'
import { type Given, readChanged } from '../read-scenario.ts'
import { withoutSecrets } from '../secrets/without-secrets.ts'
import { axesOf } from './axes.ts'
import type { SweepAxis, SweepPlan, SweptPlan } from './sweep-plan.ts'
import { mistakeAt, readVaryArguments, type VaryArgument } from './vary-argument.ts'

/** More would run for days. */
const mostPoints = 100

/**
 * The plans of every combination of the values that `vary` lists (`path=value,value`), the last path's changing
 * fastest; or everything that is wrong with any of them. They are put into the document of the variant that is asked
 * for, or of the first, over what it says itself.
 */
export function readSweep(
  text: string,
  given: Given,
  vary: readonly string[],
): { readonly sweep: SweepPlan } | { readonly problems: readonly Problem[] } {
  const { varied, mistakes } = readVaryArguments(vary)
  const axes = axesOf(varied)
  const count = varied.reduce((points, { values }) => points * values.length, 1)
  const found = [...mistakes, ...tooMany(count)]
  const combinations = count > mostPoints ? [] : placesOf(axes)
  const read = combinations.map((places) => ({
    places,
    name: nameOf(axes, places),
    read: readChanged(text, given, changesAt(varied, places)),
  }))
  const problems = [
    ...placeProblems(found, given.file, new Map()),
    ...joined(read.map(({ name, read: one }) => ({ name, problems: 'problems' in one ? one.problems : [] }))),
  ]
  if (problems.length > 0) return { problems }
  const points = read.flatMap(({ places, name, read: one }): readonly SweptPlan[] => {
    const plan = 'plans' in one ? one.plans[0] : undefined
    return plan === undefined ? [] : [{ name, places, plan: named(plan, name, changesAt(varied, places)) }]
  })
  return { sweep: { axes, points } }
}

function tooMany(count: number): readonly PlacedMistake[] {
  if (count <= mostPoints) return []
  const message = `The values make ${count} points`
  return [{ ...mistakeAt('--vary', ''), message, wanted: `at most ${mostPoints} points` }]
}

function placesOf(axes: readonly SweepAxis[]): readonly (readonly number[])[] {
  return axes.reduce<readonly (readonly number[])[]>(
    (before, { values }) => before.flatMap((places) => values.map((_, place) => [...places, place])),
    [[]],
  )
}

function changesAt(varied: readonly VaryArgument[], places: readonly number[]): readonly Change[] {
  return varied.flatMap(({ changes }, axis) => changes[places[axis] ?? 0] ?? [])
}

function nameOf(axes: readonly SweepAxis[], places: readonly number[]): string {
  return axes.map(({ name, values }, axis) => `${name}=${values[places[axis] ?? 0]}`).join(',')
}

/** What a variant was expected to come to was said of its own values. */
function named(plan: Plan, name: string, changes: readonly Change[]): Plan {
  const varied = Object.fromEntries(changes.map(({ path, value }) => [path.join('.'), value]))
  return { ...plan, variant: { name, changes: { ...plan.variant.changes, ...withoutSecrets(varied) }, expect: 'pass' } }
}

/** The problems of all points, each once. One in the file that only some points have says whose it is. */
function joined(points: readonly Readonly<{ name: string; problems: readonly Problem[] }>[]): readonly Problem[] {
  const found = new Map<string, { problem: Problem; names: string[] }>()
  for (const { name, problems } of points) {
    for (const problem of problems) {
      const identity = JSON.stringify(problem)
      const known = found.get(identity) ?? { problem, names: [] }
      known.names.push(name)
      found.set(identity, known)
    }
  }
  return [...found.values()].map(({ problem, names }) =>
    names.length === points.length || problem.argument !== undefined
      ? problem
      : { ...problem, message: `${problem.message} (at ${names.join('; ')})` },
  )
}
