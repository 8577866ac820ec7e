import { z } from 'zod'
import { connectionKeys, connectionRules } from './connections.ts'
import { steps } from './step.ts'
import { duration, durationAboveZero, fastest, mapping, oneOf, rate, rateAboveZero, wholeNumber } from './values.ts'
import { variables } from './variables.ts'

const mostUsers = 100_000
const users = wholeNumber(1, mostUsers)
const usersOrNone = wholeNumber(0, mostUsers)
const arrivals = oneOf('uniform', 'poisson').optional()

/** What every scenario can say, whatever its load. Durations are k6's. */
const common = {
  startTime: duration.optional(),
  gracefulStop: duration.optional(),
  timeout: durationAboveZero.optional(),
  vars: variables.optional(),
  ...connectionKeys,
  steps,
}

const constantArrivalRate = mapping({
  executor: z.literal('constant-arrival-rate'),
  rate: rateAboveZero,
  duration: durationAboveZero,
  arrivals,
  maxVUs: users.optional(),
  ...common,
})

const rampingArrivalRate = mapping({
  executor: z.literal('ramping-arrival-rate'),
  startRate: rate.optional(),
  stages: stagesTo(rate),
  arrivals,
  maxVUs: users.optional(),
  ...common,
}).refine(({ startRate = 0, stages }) => startRate > 0 || stages.some(({ target }) => target > 0), {
  path: ['stages'],
  error: 'a stage with a target above zero: this load never sends anything',
})

const constantVus = mapping({
  executor: z.literal('constant-vus'),
  vus: users.optional(),
  duration: durationAboveZero,
  ...common,
})

const rampingVus = mapping({
  executor: z.literal('ramping-vus'),
  startVUs: usersOrNone.optional(),
  stages: stagesTo(usersOrNone),
  gracefulRampDown: duration.optional(),
  ...common,
}).refine(({ startVUs = 1, stages }) => startVUs > 0 || stages.some(({ target }) => target > 0), {
  path: ['stages'],
  error: 'a stage with a target above zero: this load never sends anything',
})

const staircaseArrivalRate = mapping({
  executor: z.literal('staircase-arrival-rate'),
  startRate: rateAboveZero,
  increase: rateAboveZero,
  levels: wholeNumber(1, 1000),
  levelDuration: durationAboveZero,
  arrivals,
  maxVUs: users.optional(),
  ...common,
}).refine(({ startRate, increase, levels }) => startRate + increase * (levels - 1) <= fastest, {
  path: ['levels'],
  error: `a highest level up to ${fastest}/s`,
})

const iterations = wholeNumber(1, 1_000_000_000).optional()

const sharedIterations = mapping({
  executor: z.literal('shared-iterations'),
  vus: users.optional(),
  iterations,
  maxDuration: durationAboveZero.optional(),
  ...common,
}).refine(({ vus = 1, iterations = 1 }) => iterations >= vus, {
  path: ['iterations'],
  error: 'as many iterations as there are `vus`, or more: a user without an iteration does nothing',
})

const perVuIterations = mapping({
  executor: z.literal('per-vu-iterations'),
  vus: users.optional(),
  iterations,
  maxDuration: durationAboveZero.optional(),
  ...common,
})

const executors = [
  constantArrivalRate,
  rampingArrivalRate,
  staircaseArrivalRate,
  constantVus,
  rampingVus,
  sharedIterations,
  perVuIterations,
] as const

const executorNames = executors.map((each) => each.shape.executor.value).join(', ')

/** One kind of visitor: how many come when, and what each does. */
export const scenario = connectionRules.reduce(
  (schema, { holds, params }) => schema.refine(holds, { ...params, path: [...params.path] }),
  z.discriminatedUnion('executor', executors, {
    error: ({ code }) => (code === 'invalid_union' ? `one of ${executorNames}` : 'a mapping with an `executor`'),
  }),
)

export type GivenScenario = z.output<typeof scenario>

/** A stage of no time at all moves to its target at once, as in k6; a load of no time at all is none. */
function stagesTo<Target extends z.ZodType<number>>(target: Target) {
  return z
    .array(mapping({ duration, target }), { error: 'a list of { duration, target }' })
    .min(1, { error: 'at least one { duration, target }' })
    .refine((stages) => stages.length === 0 || stages.some((stage) => stage.duration > 0), {
      error: 'a stage that takes time',
    })
}
