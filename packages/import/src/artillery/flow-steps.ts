import { isMapping, type Written } from '../imported.ts'
import { durationOf } from './load-of.ts'
import { type FlowGiven, requestStep } from './request-step.ts'
import { condition } from './templates.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

/** The steps of a flow, those that cannot be carried over left out with a note. */
export function flowSteps(flow: unknown, given: FlowGiven): readonly Written[] {
  return (Array.isArray(flow) ? flow : []).flatMap((step) => (isMapping(step) ? stepsOf(step, given) : []))
}

function stepsOf(step: Written, given: FlowGiven): readonly Written[] {
  const { notes } = given
  const method = methods.find((each) => step[each] !== undefined)
  const request = method === undefined ? undefined : step[method]
  if (method !== undefined && isMapping(request)) return guarded(request, [requestStep(method, request, given)], given)
  if (step.think !== undefined) return [{ think: thinkOf(step.think) }]
  if (step.loop !== undefined) return loopSteps(step, given)
  if (step.parallel !== undefined) return [{ parallel: flowSteps(step.parallel, given) }]
  const what = Object.keys(step).join(', ')
  notes.push(
    `A step \`${what}\` is not carried over${step.function === undefined ? '' : `: ${String(step.function)} can be a script (run: ./steps.ts#${String(step.function)})`}`,
  )
  return []
}

/** `ifTrue` and `probability` of a request. */
function guarded(
  { ifTrue, probability }: Written,
  steps: readonly Written[],
  { names, notes }: FlowGiven,
): readonly Written[] {
  let guardedSteps = steps
  if (probability !== undefined)
    guardedSteps = [{ if: `randomInt(1, 100) <= ${Number(probability)}`, steps: guardedSteps }]
  if (typeof ifTrue !== 'string') return guardedSteps
  if (/^\w+$/.test(ifTrue))
    notes.push(`ifTrue: ${ifTrue} is taken for a variable; where it is a function, it is not carried over`)
  return [{ if: condition(ifTrue, names), steps: guardedSteps }]
}

function loopSteps({ loop, count, over, whileTrue }: Written, given: FlowGiven): readonly Written[] {
  const { names, notes } = given
  const steps = flowSteps(loop, given)
  if (steps.length === 0) return []
  if (whileTrue !== undefined) {
    notes.push(`A loop while ${String(whileTrue)} is true is gone through once: say it with \`while\` and \`atMost\``)
    return steps
  }
  if (over !== undefined) {
    const list = typeof over === 'string' ? (names.get(over) ?? over) : given.keep(over)
    return [{ forEach: list, as: 'item', steps }]
  }
  if (count === undefined) {
    notes.push('A loop without an end is gone through once')
    return steps
  }
  const [, low, high] = /^(\d+)\s*-\s*(\d+)$/.exec(String(count)) ?? []
  return [{ repeat: low === undefined ? Number(count) : `randomInt(${low}, ${high})`, as: 'loopCount', steps }]
}

function thinkOf(given: unknown): unknown {
  const [, low, high] = /^([\d.]+\w*)\s*-\s*([\d.]+\w*)$/.exec(String(given)) ?? []
  return low === undefined ? durationOf(given) : { uniform: [durationOf(low), durationOf(high)] }
}
