import { z } from 'zod'
import { connectingKeys } from './connecting.ts'
import { connectionKeys, connectionRules } from './connections.ts'
import { besideMisspelt } from './misspelt-executor.ts'
import { hasPlaceOfTimes, recordedArrivals, recordingKeys, wantedPlaceOfTimes } from './recording.ts'
import { redirects } from './request.ts'
import { steps } from './step.ts'
import { tags } from './tags.ts'
import { thresholds } from './thresholds.ts'
import {
  answerSize,
  duration,
  durationAboveZero,
  fastest,
  givenName,
  mapping,
  oneOf,
  rate,
  rateAboveZero,
  wholeNumber,
} from './values.ts'
import { variables } from './variables.ts'

const mostUsers = 100_000
const users = wholeNumber(1, mostUsers)
const usersOrNone = wholeNumber(0, mostUsers)
const maxVUs = users.optional().meta({
  description:
    'Users at once, over all worker threads; arrivals beyond are dropped and counted. Enough for every arrival to wait out its timeout at each step where it is left out, but 100 to 20000.',
  examples: [500],
})
const vus = users
  .optional()
  .meta({ description: 'Users, each doing one iteration after another.', examples: [20], default: 1 })
const maxDuration = durationAboveZero.optional().meta({
  description: 'What has not begun by then is dropped and counted; what has, has the graceful stop to finish.',
  examples: ['5m'],
  default: '10m',
})
const arrivals = oneOf('uniform', 'poisson')
  .optional()
  .meta({
    description: '`uniform`: evenly spaced. `poisson`: as independent visitors come.',
    examples: ['poisson'],
    default: 'uniform',
  })

/** What every scenario can say, whatever its load. Durations are k6's. */
const common = {
  startTime: duration.optional().meta({
    description:
      'When this scenario starts, after the run’s start, or after the end of the one that `startAfter` names.',
    examples: ['30s'],
    default: '0s',
  }),
  startAfter: givenName.optional().meta({
    description:
      'Another scenario, after whose load by plan this one starts, `startTime` later. Its graceful stop is not waited for.',
    examples: ['warm-up'],
  }),
  gracefulStop: duration.optional().meta({
    description: 'How long running iterations may still take when the load ends.',
    examples: ['5s'],
    default: '30s',
  }),
  timeout: durationAboveZero.optional().meta({
    description: 'A user’s patience with one request, the wait for a connection included.',
    examples: ['5s'],
    default: '60s',
  }),
  maxAnswerSize: answerSize.optional().meta({
    description:
      'Longest body of an answer that is read (by `expect`, `capture` or a script), as it comes and when it is decompressed; a longer one fails the request (`answer-too-large`). Bodies that nobody reads may have any length.',
    examples: ['20MiB'],
    default: '8MiB',
  }),
  vars: variables.optional().meta({
    description: 'Variables for the expressions of its steps, over those of the file.',
    examples: [{ order: '{{ uuid() }}' }],
  }),
  traceparent: z
    .boolean()
    .optional()
    .meta({
      description:
        'Sends a `traceparent` header (W3C Trace Context) with each request, of a new trace that is to be sampled, so that traces of the system under test can be found by it.',
      examples: [true],
      default: false,
    }),
  ...connectionKeys,
  ...connectingKeys,
  cookies: oneOf('none', 'per-iteration', 'per-vu')
    .optional()
    .meta({
      description:
        'How long a user keeps the cookies that answers set, and sends them: `per-iteration`, as in k6, `per-vu` for all of his, or not at all, which costs least.',
      examples: ['per-iteration'],
      default: 'none',
    }),
  redirects: redirects.optional().meta({
    description: 'Redirects to follow at most; each is measured as a request of its own, `<step> (redirect)`.',
    examples: [0],
    default: 10,
  }),
  tags: tags.optional().meta({
    description: 'Names to values that thresholds can narrow metrics down by.',
    examples: [{ team: 'checkout' }],
  }),
  thresholds: thresholds.optional().meta({
    description: 'Promises of this scenario: as those of the file, of its own requests and iterations alone.',
    examples: [{ http_req_duration: 'p(95) < 500ms' }],
  }),
  steps: steps.meta({
    description: 'What each user does, in order; at least one step.',
    examples: [[{ get: '/basket' }, { think: '2s' }, { post: '/orders', json: { sku: 'A-1' } }]],
  }),
}

const constantArrivalRate = mapping({
  executor: z.literal('constant-arrival-rate').meta({
    description: 'So many iterations start in each second, whatever the target does (open model).',
    examples: ['constant-arrival-rate'],
  }),
  rate: rateAboveZero.meta({
    description: 'Iterations started a second; a bare number is per second.',
    examples: ['150/s', '9000/m'],
  }),
  duration: durationAboveZero.meta({ description: 'How long the load lasts.', examples: ['2m'] }),
  arrivals,
  maxVUs,
  ...common,
})

const rampingArrivalRate = mapping({
  executor: z.literal('ramping-arrival-rate').meta({
    description: 'The rate of starting iterations moves in straight lines (open model).',
    examples: ['ramping-arrival-rate'],
  }),
  startRate: rate
    .optional()
    .meta({ description: 'The rate that the first stage begins with.', examples: ['10/s'], default: 0 }),
  stages: stagesTo(rate, 'The rate at its end.', '50/s').meta({
    description: 'Straight lines from rate to rate; `0s` jumps.',
    examples: [
      [
        { duration: '1m', target: '50/s' },
        { duration: '30s', target: 0 },
      ],
    ],
  }),
  arrivals,
  maxVUs,
  ...common,
}).refine(({ startRate = 0, stages }) => startRate > 0 || stages.some(({ target }) => target > 0), {
  path: ['stages'],
  error: 'a stage with a target above zero: this load never sends anything',
})

const constantVus = mapping({
  executor: z.literal('constant-vus').meta({
    description: 'So many users, each doing one iteration after another (closed model).',
    examples: ['constant-vus'],
  }),
  vus,
  duration: durationAboveZero.meta({ description: 'How long the load lasts.', examples: ['2m'] }),
  ...common,
})

const rampingVus = mapping({
  executor: z
    .literal('ramping-vus')
    .meta({ description: 'The number of users moves in straight lines (closed model).', examples: ['ramping-vus'] }),
  startVUs: usersOrNone
    .optional()
    .meta({ description: 'Users that the first stage begins with.', examples: [10], default: 1 }),
  stages: stagesTo(usersOrNone, 'The number of users at its end.', 50).meta({
    description: 'Straight lines from number to number of users; `0s` jumps.',
    examples: [
      [
        { duration: '1m', target: 50 },
        { duration: '30s', target: 0 },
      ],
    ],
  }),
  gracefulRampDown: duration.optional().meta({
    description: 'How long a user taken away may still take for the iteration it is in.',
    examples: ['5s'],
    default: '30s',
  }),
  ...common,
}).refine(({ startVUs = 1, stages }) => startVUs > 0 || stages.some(({ target }) => target > 0), {
  path: ['stages'],
  error: 'a stage with a target above zero: this load never sends anything',
})

const staircaseArrivalRate = mapping({
  executor: z.literal('staircase-arrival-rate').meta({
    description: 'Levels of a constant rate, one after another: to find the rate at which the target breaks.',
    examples: ['staircase-arrival-rate'],
  }),
  startRate: rateAboveZero.meta({ description: 'The rate of the first level.', examples: ['20/s'] }),
  increase: rateAboveZero.meta({ description: 'From each level to the next.', examples: ['20/s'] }),
  levels: wholeNumber(1, 1000).meta({ description: 'How many levels there are.', examples: [10] }),
  levelDuration: durationAboveZero.meta({ description: 'How long each level lasts.', examples: ['30s'] }),
  arrivals,
  maxVUs,
  ...common,
}).refine(({ startRate, increase, levels }) => startRate + increase * (levels - 1) <= fastest, {
  path: ['levels'],
  error: `a highest level up to ${fastest}/s`,
})

const recordedArrivalTimes = mapping({
  executor: z.literal('recorded-arrival-times').meta({
    description:
      'Iterations start at the times that a file has, such as an access log: recorded traffic once more (open model). Steps know the line as `arrival`: `{{ arrival.path }}`.',
    examples: ['recorded-arrival-times'],
  }),
  ...recordingKeys,
  arrivals: recordedArrivals,
  maxVUs,
  ...common,
}).refine(hasPlaceOfTimes, wantedPlaceOfTimes)

const iterations = wholeNumber(1, 1_000_000_000).optional()

const sharedIterations = mapping({
  executor: z.literal('shared-iterations').meta({
    description: 'A number of iterations in all, taken up by whichever user is free.',
    examples: ['shared-iterations'],
  }),
  vus,
  iterations: iterations.meta({
    description: 'Iterations in all, taken up by whichever user is free; no fewer than `vus`.',
    examples: [1000],
    default: 1,
  }),
  maxDuration,
  ...common,
}).refine(({ vus = 1, iterations = 1 }) => iterations >= vus, {
  path: ['iterations'],
  error: 'as many iterations as there are `vus`, or more: a user without an iteration does nothing',
})

const perVuIterations = mapping({
  executor: z
    .literal('per-vu-iterations')
    .meta({ description: 'A number of iterations for each user.', examples: ['per-vu-iterations'] }),
  vus,
  iterations: iterations.meta({ description: 'Iterations that each user makes.', examples: [10], default: 1 }),
  maxDuration,
  ...common,
})

const executors = [
  constantArrivalRate,
  rampingArrivalRate,
  staircaseArrivalRate,
  recordedArrivalTimes,
  constantVus,
  rampingVus,
  sharedIterations,
  perVuIterations,
] as const

const executorNames = executors.map((each) => each.shape.executor.value).join(', ')

/** One kind of visitor: how many come when, and what each does. */
export const scenario = connectionRules.reduce(
  (schema, { holds, params }) => schema.refine(holds, { ...params, path: [...params.path] }),
  z
    .discriminatedUnion('executor', executors, {
      error: ({ code }) => (code === 'invalid_union' ? `one of ${executorNames}` : 'a mapping with an `executor`'),
    })
    .check(besideMisspelt(executors, common)),
)

export type GivenScenario = z.output<typeof scenario>

/** A stage of no time at all moves to its target at once, as in k6; a load of no time at all is none. */
function stagesTo<Target extends z.ZodType<number>>(target: Target, description: string, example: string | number) {
  return z
    .array(
      mapping({
        duration: duration.meta({ description: 'How long it takes to get there.', examples: ['1m'] }),
        target: target.meta({ description, examples: [example] }),
      }),
      { error: 'a list of { duration, target }' },
    )
    .min(1, { error: 'at least one { duration, target }' })
    .refine((stages) => stages.length === 0 || stages.some((stage) => stage.duration > 0), {
      error: 'a stage that takes time',
    })
}
