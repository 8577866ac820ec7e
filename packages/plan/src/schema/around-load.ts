import type { PathMistake } from '../document/place.ts'
import { childOf, type PlainMapping } from '../document/plain-value.ts'
import { steps } from './step.ts'
import { durationAboveZero, mapping } from './values.ts'

const aroundSteps = steps.meta({
  description: 'What is done, once, in order; at least one step. Sent as the requests of the first scenario are.',
  examples: [[{ post: '/login', json: { user: 'ann' }, capture: { token: '$.token' } }]],
})

/** What happens once around a load, and how long each part of it may take. k6's names for the times. */
export const aroundLoadKeys = {
  before: mapping({ steps: aroundSteps })
    .optional()
    .meta({
      description:
        'Done once, before the load and beside its figures. The variables that its steps set are those of every user, and of `after`. Its first failure ends the run: nothing of the load is sent.',
      examples: [{ steps: [{ post: '/login', json: { user: 'ann' }, capture: { token: '$.token' } }] }],
    }),
  after: mapping({ steps: aroundSteps })
    .optional()
    .meta({
      description:
        'Done once, when the load has ended, also where it was stopped. What fails is told in the report; the steps after it are done all the same.',
      examples: [{ steps: [{ delete: '/customers/{{ customer }}' }] }],
    }),
  setupTimeout: durationAboveZero
    .optional()
    .meta({ description: 'Longest time for all of `before`.', examples: ['2m'], default: '60s' }),
  teardownTimeout: durationAboveZero
    .optional()
    .meta({ description: 'Longest time for all of `after`.', examples: ['2m'], default: '60s' }),
}

/** Whether there is something for each of the times to limit. */
export function checkAroundLoad(file: PlainMapping): readonly PathMistake[] {
  const limits = [
    ['setupTimeout', 'before'],
    ['teardownTimeout', 'after'],
  ] as const
  return limits.flatMap(([key, limited]): readonly PathMistake[] => {
    if (childOf(file, key) === undefined || childOf(file, limited) !== undefined) return []
    return [
      {
        path: [key],
        part: 'key',
        message: `\`${key}\` is there, but nothing happens \`${limited}\` the load`,
        wanted: `\`${limited}\` beside it`,
      },
    ]
  })
}
