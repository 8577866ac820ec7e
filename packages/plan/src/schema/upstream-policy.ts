import { z } from 'zod'
import { parseShare } from '../units/share.ts'
import { duration, durationAboveZero, mapping, oneOf, rateAboveZero, wholeNumber } from './values.ts'

const none = z.literal('none')
const budgetForms = 'none, or a share from 0 to 100%, such as 20%'
const yesOrNo = z.boolean({ error: 'true or false' })

function noneOrMapping<Mapping extends z.ZodType>(schema: Mapping, wanted: string) {
  return z.union([none, schema], { error: `none, or ${wanted}` })
}

function shareFrom(accepts: (share: number) => boolean, wanted: string) {
  return z.union([z.string(), z.number()], { error: wanted }).transform((given, context): number => {
    const share = parseShare(String(given))
    if (share !== undefined && accepts(share)) return share
    context.addIssue({ code: 'custom', message: wanted })
    return z.NEVER
  })
}

const backoff = z.union(
  [
    duration,
    mapping({ exponential: durationAboveZero, max: durationAboveZero.optional(), jitter: yesOrNo.optional() }),
  ],
  { error: 'a duration such as 100ms, or { exponential: 100ms, max: 5s, jitter: true }' },
)

export const retries = noneOrMapping(
  mapping({
    count: wholeNumber(1, 100),
    backoff: backoff.optional(),
    budget: z.union([none, shareFrom(() => true, budgetForms)], { error: budgetForms }).optional(),
    on: z
      .array(oneOf('timeout', 'connect', 'reset', 'status'), { error: 'a list of causes' })
      .min(1, { error: 'at least one of timeout, connect, reset, status' })
      .optional(),
  }),
  'a mapping such as { count: 3 }',
)

export const hedge = noneOrMapping(mapping({ after: durationAboveZero }), 'a mapping such as { after: 500ms }')

export const circuitBreaker = noneOrMapping(
  mapping({
    consecutive: wholeNumber(1, 1_000_000).optional(),
    failedShare: shareFrom((share) => share > 0 && share < 1, 'a share above 0 and below 100%, such as 50%').optional(),
    over: durationAboveZero.optional(),
    minRate: rateAboveZero.optional(),
    openFor: durationAboveZero.optional(),
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

export const cancel = mapping({ siblings: yesOrNo.optional(), onClientDisconnect: yesOrNo.optional() })

export type GivenRetries = z.output<typeof retries>
export type GivenCircuitBreaker = z.output<typeof circuitBreaker>
