import { z } from 'zod'
import { parseShare, sharePattern } from '../units/share.ts'
import { parseBytesPerSecond, sizePattern } from '../units/size.ts'
import { addresses, canCountUpFrom, host } from './host.ts'
import { bareTarget } from './target.ts'
import { always, duration, durationAboveZero, durationOrNone, mapping, oneOf, parsed, port, size } from './values.ts'

const shareForms = 'a share from 0 to 100%, such as 10% or 0.1'

const share = z
  .union([z.string().meta({ pattern: sharePattern.source }), z.number()], { error: shareForms })
  .transform((given, context): number => {
    const value = parseShare(String(given))
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: shareForms })
    return z.NEVER
  })
  .meta({ title: 'share' })

const largestBytes = 2 ** 40
const sizeFromZero = size(0, largestBytes, 'a size up to 1024GiB, such as 512B, 64KB or 1MiB')
const sizeAboveZero = size(1, largestBytes, 'a size above zero, such as 512B, 64KB or 1MiB')

const dataRate = parsed(
  (given) => parseBytesPerSecond(given) || undefined,
  'a rate above zero, such as 64KB/s or 1MiB/s',
).meta({ title: 'bytes a second', pattern: sizePattern.source.replace(/\$$/, '/s$') })

const phase = {
  from: duration
    .optional()
    .meta({ description: 'When the toxic begins, from the load’s start.', examples: ['5s'], default: '0s' }),
  to: durationOrNone.optional().meta({
    description: 'When it ends, later than `from`; what it held back then goes on at once, in order.',
    examples: ['15s'],
    default: 'none',
  }),
}
const stream = {
  stream: oneOf('upstream', 'downstream')
    .optional()
    .meta({
      description: '`upstream`: what the client sends; `downstream`: what comes back.',
      examples: ['upstream'],
      default: 'downstream',
    }),
  toxicity: share.optional().meta({
    description: 'The share of the connections that have it, each drawn when it is accepted.',
    examples: ['10%'],
    default: '100%',
  }),
  ...phase,
}

const kinds = [
  mapping({
    type: z.literal('latency').meta({ description: 'Delays data and ends; the order stays.', examples: ['latency'] }),
    latency: duration.meta({ description: 'The delay.', examples: ['100ms'] }),
    jitter: duration
      .optional()
      .meta({ description: 'Drawn evenly from ± this, and added to the delay.', examples: ['20ms'], default: '0ms' }),
    ...stream,
  }),
  mapping({
    type: z
      .literal('bandwidth')
      .meta({ description: 'Passes only so many bytes a second, for each connection.', examples: ['bandwidth'] }),
    rate: dataRate.meta({ description: 'Bytes a second.', examples: ['64KB/s'] }),
    ...stream,
  }),
  mapping({
    type: z
      .literal('slicer')
      .meta({ description: 'Cuts data into slices, each sent later than the one before.', examples: ['slicer'] }),
    averageSize: sizeAboveZero.meta({ description: 'How large the slices are on average.', examples: ['100B'] }),
    sizeVariation: sizeFromZero
      .optional()
      .meta({ description: 'Slices are ± this; less than `averageSize`.', examples: ['50B'], default: '0B' }),
    delay: duration
      .optional()
      .meta({ description: 'How long after the one before each slice is sent.', examples: ['10ms'], default: '0ms' }),
    ...stream,
  }).refine(({ averageSize, sizeVariation = 0 }) => sizeVariation < averageSize, {
    path: ['sizeVariation'],
    error: 'less than averageSize',
  }),
  mapping({
    type: z
      .literal('slow_close')
      .meta({ description: 'Delays the end of the stream alone.', examples: ['slow_close'] }),
    delay: durationAboveZero.meta({ description: 'How long the end is delayed.', examples: ['1s'] }),
    ...stream,
  }),
  mapping({
    type: z.literal('stall').meta({
      description: 'Holds everything back until `to`: a network that is cut, and mended.',
      examples: ['stall'],
    }),
    ...stream,
  }),
  mapping({
    type: z.literal('timeout').meta({ description: 'Data goes nowhere: a black hole.', examples: ['timeout'] }),
    timeout: durationOrNone
      .optional()
      .meta({ description: 'Closes the connection after this long.', examples: ['5s'], default: 'none' }),
    ...stream,
  }),
  mapping({
    type: z.literal('reset_peer').meta({
      description: 'Takes the first data of the stream, and then resets the connection at both ends.',
      examples: ['reset_peer'],
    }),
    timeout: duration
      .optional()
      .meta({ description: 'How long after the first data.', examples: ['100ms'], default: '0ms' }),
    ...stream,
  }),
  mapping({
    type: z
      .literal('limit_data')
      .meta({ description: 'Closes the connection when so much has passed.', examples: ['limit_data'] }),
    bytes: sizeAboveZero.meta({ description: 'How much passes.', examples: ['10KB'] }),
    ...stream,
  }),
  mapping({
    type: z.literal('down').meta({
      description: 'Nobody listens, so connecting is refused; open connections are closed.',
      examples: ['down'],
    }),
    ...phase,
  }),
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

export const toxics = mapping({
  kind: z.literal('toxics').meta({
    description: 'A TCP proxy that makes the network between two tiers bad, with toxiproxy’s toxics.',
    examples: ['toxics'],
  }),
  upstream: bareTarget.meta({
    description: 'Where each connection is passed on to: a tier’s name, or an `http://` URL without a path.',
    examples: ['server'],
  }),
  toxics: z
    .array(toxic, { error: 'a list of { type, … }' })
    .optional()
    .meta({
      description: 'What is wrong with the network; data meets these in this order, whichever way it flows.',
      examples: [[{ type: 'latency', latency: '100ms', jitter: '20ms' }]],
    }),
  host: host.optional().meta({
    description: 'The first address it listens on; `0.0.0.0`: all of this host.',
    examples: ['10.0.0.5'],
    default: '127.0.0.1',
  }),
  addresses,
  port: port
    .optional()
    .meta({ description: 'The port it listens on; a free one where it is left out.', examples: [8082] }),
  seed: z
    .int({ error: 'a whole number' })
    .optional()
    .meta({
      description:
        'Seeds which connections a toxic takes, jitter and slices; follows from the file’s where it is left out.',
      examples: [7],
    }),
}).refine(({ host, addresses = 1 }) => addresses === 1 || canCountUpFrom(host), {
  ...always,
  path: ['addresses'],
  error: '1, unless `host` is an IPv4 address to count up from',
})

export type GivenToxic = z.output<typeof toxic>
export type GivenToxics = z.output<typeof toxics>
