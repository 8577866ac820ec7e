import { z } from 'zod'
import { parseShare, sharePattern } from '../units/share.ts'
import { duration, durationAboveZero, mapping, oneOf, rateAboveZero, wholeNumber } from './values.ts'

const none = z.literal('none')
const budgetForms = 'none, or a share from 0 to 100%, such as 20%'
const yesOrNo = z.boolean({ error: 'true or false' })

function noneOrMapping<Mapping extends z.ZodType>(schema: Mapping, wanted: string) {
  return z.union([none, schema], { error: `none, or ${wanted}` })
}

function shareFrom(accepts: (share: number) => boolean, wanted: string) {
  return z
    .union([z.string().meta({ pattern: sharePattern.source }), z.number()], { error: wanted })
    .transform((given, context): number => {
      const share = parseShare(String(given))
      if (share !== undefined && accepts(share)) return share
      context.addIssue({ code: 'custom', message: wanted })
      return z.NEVER
    })
    .meta({ title: 'share' })
}

const backoff = z.union(
  [
    duration,
    mapping({
      exponential: durationAboveZero.meta({
        description: 'The first wait; it doubles with each attempt.',
        examples: ['100ms'],
      }),
      max: durationAboveZero.optional().meta({ description: 'The longest wait.', examples: ['2s'], default: '5s' }),
      jitter: yesOrNo.optional().meta({
        description: 'Whether each wait is drawn evenly from zero to that.',
        examples: [false],
        default: true,
      }),
    }),
  ],
  { error: 'a duration such as 100ms, or { exponential: 100ms, max: 5s, jitter: true }' },
)

export const retries = noneOrMapping(
  mapping({
    count: wholeNumber(1, 100).meta({ description: 'Attempts after the first.', examples: [3] }),
    backoff: backoff.optional().meta({
      description: 'The wait before each further attempt.',
      examples: ['50ms', { exponential: '100ms', max: '5s' }],
      default: '100ms',
    }),
    budget: z
      .union([none, shareFrom(() => true, budgetForms)], { error: budgetForms })
      .optional()
      .meta({
        description: 'Retries at most, as a share of the first attempts of the last 10 s.',
        examples: ['20%'],
        default: 'none',
      }),
    on: z
      .array(oneOf('timeout', 'connect', 'reset', 'status'), { error: 'a list of causes' })
      .min(1, { error: 'at least one of timeout, connect, reset, status' })
      .optional()
      .meta({
        description:
          'Which failures are tried again: `timeout` (ours), `connect` (no connection), `reset` (it ended before the whole answer), `status` (429, or 500 and above).',
        examples: [['connect', 'reset']],
        default: ['timeout', 'connect', 'reset', 'status'],
      }),
  }),
  'a mapping such as { count: 3 }',
)

export const hedge = noneOrMapping(
  mapping({
    after: durationAboveZero.meta({
      description: 'How long the first request may take until a second is sent.',
      examples: ['500ms'],
    }),
  }),
  'a mapping such as { after: 500ms }',
)

export const circuitBreaker = noneOrMapping(
  mapping({
    consecutive: wholeNumber(1, 1_000_000)
      .optional()
      .meta({
        description: 'Opens after this many failures in a row; statuses below 500 are no failures.',
        examples: [10],
        default: 5,
      }),
    failedShare: shareFrom((share) => share > 0 && share < 1, 'a share above 0 and below 100%, such as 50%')
      .optional()
      .meta({
        description: 'Instead of `consecutive`: opens when more than this share of the requests failed.',
        examples: ['50%'],
      }),
    over: durationAboveZero
      .optional()
      .meta({ description: 'The time that `failedShare` is looked at over.', examples: ['5s'], default: '10s' }),
    minRate: rateAboveZero.optional().meta({
      description: 'With `failedShare`: opens only if there were at least so many requests.',
      examples: ['10/s'],
      default: '5/s',
    }),
    openFor: durationAboveZero.optional().meta({
      description: 'Refuses everything for this long; then one request goes through as a probe and decides.',
      examples: ['5s'],
      default: '10s',
    }),
  })
    .refine(({ consecutive, failedShare }) => consecutive === undefined || failedShare === undefined, {
      error: 'one of consecutive, failedShare',
    })
    .refine(({ failedShare, over }) => failedShare !== undefined || over === undefined, {
      path: ['over'],
      error: 'nothing, unless `failedShare` is there too',
    })
    .refine(({ failedShare, minRate }) => failedShare !== undefined || minRate === undefined, {
      path: ['minRate'],
      error: 'nothing, unless `failedShare` is there too',
    }),
  'a mapping such as { consecutive: 5, openFor: 10s }',
)

export const cancel = mapping({
  siblings: yesOrNo
    .optional()
    .meta({ description: 'The others of a fan-out, when one has failed for good.', examples: [true], default: false }),
  onClientDisconnect: yesOrNo
    .optional()
    .meta({ description: 'The whole fan-out, when the client has gone.', examples: [true], default: false }),
})

export type GivenRetries = z.output<typeof retries>
export type GivenCircuitBreaker = z.output<typeof circuitBreaker>
