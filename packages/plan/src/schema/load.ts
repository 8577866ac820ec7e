import { z } from 'zod'
import { step } from './step.ts'
import { duration, durationAboveZero, mapping, oneOf, rate, rateAboveZero, wholeNumber } from './values.ts'

const mostUsers = 100_000
const users = wholeNumber(1, mostUsers)
const usersOrNone = wholeNumber(0, mostUsers)
const arrivals = oneOf('uniform', 'poisson').optional()

/** What every scenario can say, whatever its load. Durations are k6's. */
const common = {
  startTime: duration.optional(),
  gracefulStop: duration.optional(),
  timeout: durationAboveZero.optional(),
  steps: z.array(step, { error: 'a list of requests' }).min(1, { error: 'at least one request, such as get: /' }),
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

const executors = [constantArrivalRate, rampingArrivalRate, constantVus, rampingVus] as const

/** One kind of visitor: how many come when, and what each does. */
export const scenario = z.discriminatedUnion('executor', executors, {
  error: ({ code }) =>
    code === 'invalid_union'
      ? 'one of constant-arrival-rate, ramping-arrival-rate, constant-vus, ramping-vus'
      : 'a mapping with an `executor`',
})

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
