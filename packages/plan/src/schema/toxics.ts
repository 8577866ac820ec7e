import { z } from 'zod'
import type { Target } from '../plan.ts'
import { parseShare } from '../units/share.ts'
import { parseBytesPerSecond } from '../units/size.ts'
import { target } from './target.ts'
import {
  always,
  duration,
  durationAboveZero,
  durationOrNone,
  mapping,
  oneOf,
  parsed,
  port,
  size,
  wholeNumber,
} from './values.ts'

const shareForms = 'a share from 0 to 100%, such as 10% or 0.1'

const share = z.union([z.string(), z.number()], { error: shareForms }).transform((given, context): number => {
  const value = parseShare(String(given))
  if (value !== undefined) return value
  context.addIssue({ code: 'custom', message: shareForms })
  return z.NEVER
})

const largestBytes = 2 ** 40
const sizeFromZero = size(0, largestBytes, 'a size up to 1024GiB, such as 512B, 64KB or 1MiB')
const sizeAboveZero = size(1, largestBytes, 'a size above zero, such as 512B, 64KB or 1MiB')

const dataRate = parsed(
  (given) => parseBytesPerSecond(given) || undefined,
  'a rate above zero, such as 64KB/s or 1MiB/s',
)

const phase = { from: duration.optional(), to: durationOrNone.optional() }
const stream = { stream: oneOf('upstream', 'downstream').optional(), toxicity: share.optional(), ...phase }

const kinds = [
  mapping({ type: z.literal('latency'), latency: duration, jitter: duration.optional(), ...stream }),
  mapping({ type: z.literal('bandwidth'), rate: dataRate, ...stream }),
  mapping({
    type: z.literal('slicer'),
    averageSize: sizeAboveZero,
    sizeVariation: sizeFromZero.optional(),
    delay: duration.optional(),
    ...stream,
  }).refine(({ averageSize, sizeVariation = 0 }) => sizeVariation < averageSize, {
    path: ['sizeVariation'],
    error: 'less than averageSize',
  }),
  mapping({ type: z.literal('slow_close'), delay: durationAboveZero, ...stream }),
  mapping({ type: z.literal('stall'), ...stream }),
  mapping({ type: z.literal('timeout'), timeout: durationOrNone.optional(), ...stream }),
  mapping({ type: z.literal('reset_peer'), timeout: duration.optional(), ...stream }),
  mapping({ type: z.literal('limit_data'), bytes: sizeAboveZero, ...stream }),
  mapping({ type: z.literal('down'), ...phase }),
] as const

const names = kinds.map((kind) => kind.shape.type.value).join(', ')

const toxic = z
  .discriminatedUnion('type', kinds, {
    error: ({ code }) => (code === 'invalid_union' ? `one of ${names}` : 'a mapping with a `type`'),
  })
  .refine(({ from = 0, to }) => to === undefined || to === 'none' || to > from, {
    ...always,
    path: ['to'],
    error: 'a later moment than `from`',
  })

const upstreamForms = 'the name of a tier, or a URL such as http://127.0.0.1:8080, without a path'

/** Where bytes can be passed on to: what is behind a path or TLS is for those who speak HTTP. */
const upstream = target.refine(isBareHttp, { error: upstreamForms })

function isBareHttp(given: Target): boolean {
  return given.kind === 'tier' || /^http:\/\/[^/]+$/.test(given.url)
}

export const toxics = mapping({
  kind: z.literal('toxics'),
  upstream,
  toxics: z.array(toxic, { error: 'a list of { type, … }' }).optional(),
  addresses: wholeNumber(1, 254).optional(),
  port: port.optional(),
  seed: z.int({ error: 'a whole number' }).optional(),
})

export type GivenToxic = z.output<typeof toxic>
export type GivenToxics = z.output<typeof toxics>
