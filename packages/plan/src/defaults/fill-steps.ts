import { meanMs } from '@loadrun/random'
import type { Step, Tags } from '../plan/step.ts'
import type { GivenStep } from '../schema/step.ts'
import { type Around, fillRequest } from './fill-request.ts'
import { fillRun } from './fill-run.ts'

export function fillSteps(given: readonly GivenStep[], around: Around): readonly Step[] {
  return given.flatMap((step) => fillStep(step, around))
}

function fillStep(given: GivenStep, around: Around): readonly Step[] {
  const steps = given.steps ?? []
  if (given.group !== undefined) return fillSteps(steps, within(given.group, given.tags ?? {}, around))
  const fill = (some: readonly GivenStep[]) => fillSteps(some, around)
  const inner = fill(steps)
  if (given.think !== undefined) return [{ kind: 'think', time: given.think }]
  if (given.if !== undefined) {
    return [{ kind: 'if', condition: given.if, steps: inner, otherwise: fill(given.else ?? []) }]
  }
  if (given.repeat !== undefined) return [{ kind: 'repeat', count: given.repeat, as: given.as, steps: inner }]
  if (given.forEach !== undefined) {
    return [{ kind: 'forEach', list: given.forEach, as: given.as ?? defaultItem, steps: inner }]
  }
  if (given.while !== undefined) {
    return [{ kind: 'while', condition: given.while, atMost: given.atMost ?? 1, steps: inner }]
  }
  if (given.choose !== undefined) {
    const choices = given.choose.map(({ weight, steps: chosen }) => ({ weight, steps: fill(chosen) }))
    return [{ kind: 'choose', choices }]
  }
  if (given.parallel !== undefined) return [{ kind: 'parallel', steps: fill(given.parallel) }]
  if (given.run !== undefined) return [fillRun(given.run, given.as, around)]
  return [fillRequest(given, around)]
}

/** A group's name goes before those of its requests, and is a tag of theirs. */
function within(group: string, tags: Tags, around: Around): Around {
  return { ...around, group: `${around.group}${group} / `, tags: { ...around.tags, ...tags, group } }
}

/** What `forEach` calls an item where the file does not say. */
export const defaultItem = 'item'

/** How long an iteration takes whose requests all wait out their patience; loops whose rounds are not fixed count once. */
export function patienceMs(steps: readonly Step[], requestTimeoutMs: number): number {
  const of = (some: readonly Step[]) => patienceMs(some, requestTimeoutMs)
  const longest = (each: readonly number[]) => each.reduce((most, ms) => Math.max(most, ms), 0)
  return steps.reduce((sum, step) => {
    switch (step.kind) {
      case 'request':
        return sum + (step.timeoutMs ?? requestTimeoutMs)
      case 'run':
        return sum + requestTimeoutMs
      case 'think':
        return sum + meanMs(step.time)
      case 'if':
        return sum + longest([of(step.steps), of(step.otherwise)])
      case 'repeat':
        return sum + of(step.steps) * (step.count.kind === 'constant' ? Number(step.count.value) : 1)
      case 'forEach':
      case 'while':
        return sum + of(step.steps)
      case 'choose':
        return sum + longest(step.choices.map((choice) => of(choice.steps)))
      case 'parallel':
        return sum + longest(step.steps.map((each) => of([each])))
    }
    return sum
  }, 0)
}
