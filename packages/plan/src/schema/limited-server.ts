import { z } from 'zod'
import { type ProfileDefaults, serverProfiles } from '../defaults/server-profiles.ts'
import { type ServerProfile, serverProfileNames } from '../plan/limited-server.ts'
import { headersExcept, headerValue } from './headers.ts'
import { addresses, canCountUpFrom, host } from './host.ts'
import { distribution, latency } from './latency.ts'
import { always, duration, durationOrNone, mapping, noneOr, oneOf, port, size, text, wholeNumber } from './values.ts'

const most = 1_000_000
const slots = wholeNumber(1, most)
const noneOrSlots = noneOr(1, most)

/** The server writes these itself. */
const headersOfTheServer = ['connection', 'content-length', 'date', 'keep-alive', 'server', 'transfer-encoding']

const refusalText = 'text of 1000 characters at most'

const errorStatus = wholeNumber(400, 599)

const refusal = z.union(
  [
    z.literal('close'),
    z.literal('reset'),
    mapping({
      status: errorStatus.meta({ description: 'The status of the refusal.', examples: [503] }),
      // The middleware tells failures apart by so much of their text.
      text: text(refusalText)
        .max(1000, { error: refusalText })
        .optional()
        .meta({ description: 'Its body; that of the profile where it is left out.', examples: ['busy'] }),
      headers: headersExcept(headersOfTheServer, 'a header that the server does not write itself', headerValue)
        .optional()
        .meta({
          description: 'Its headers, beside those that the server writes itself.',
          examples: [{ 'retry-after': '1' }],
        }),
    }),
  ],
  { error: 'close, reset, or a response such as { status: 503, text: busy }' },
)

const handlerTimeout = z.union(
  [
    durationOrNone,
    mapping({
      after: duration.meta({ description: 'How long a handler may take.', examples: ['2s'] }),
      status: errorStatus.optional().meta({ description: 'The status of the answer.', examples: [503], default: 408 }),
      text: text(refusalText)
        .max(1000, { error: refusalText })
        .optional()
        .meta({ description: 'Its body.', examples: ['busy'], default: 'handler timeout' }),
    }),
  ],
  { error: 'none, a duration with its unit, such as 2s, or { after: 2s, status: 503, text: busy }' },
)

const largestBody = 2 ** 31

const bodySize = z.union(
  [z.literal('none'), size(1, largestBody, 'none, or a size up to 2GiB, such as 4MiB or 65536')],
  { error: 'none, or a size up to 2GiB, such as 4MiB or 65536' },
)

/** A limited-server. Names are those of fasthttp, Tomcat and nginx where they have one. */
export const limitedServer = mapping({
  kind: z.literal('limited-server').meta({
    description:
      'A server with a limit, which behaves at it as fasthttp does, or as another server that its `profile` names.',
    examples: ['limited-server'],
  }),
  profile: oneOf(...serverProfileNames)
    .optional()
    .meta({
      description: 'The server it takes after: settles what the other keys do not say.',
      examples: ['tomcat'],
      default: 'fasthttp',
    }),
  limit: oneOf('connections', 'requests')
    .optional()
    .meta({
      description:
        'What holds a slot: a connection (from accept to close) or a request (from its last byte in to the answer). By profile where it is left out.',
      examples: ['requests'],
    }),
  concurrency: noneOrSlots.optional().meta({
    description:
      'Slots. By profile where it is left out; must be there without a `profile`, and with `nginx-limit-conn`.',
    examples: [100],
  }),
  queue: noneOr(0, most)
    .optional()
    .meta({
      description:
        'So many more wait for a slot, in the order they came; `none`: any number. By profile where it is left out.',
      examples: [50],
    }),
  queueTimeout: durationOrNone
    .optional()
    .meta({ description: 'Refuses what has waited this long.', examples: ['2s'], default: 'none' }),
  refusal: refusal.optional().meta({
    description:
      'What the refused get: a response, or `close` or `reset` without a word. By profile where it is left out.',
    examples: [{ status: 503, text: 'busy' }, 'reset'],
  }),
  maxConnections: noneOrSlots.optional().meta({
    description: 'With `limit: requests`: connections open at once. By profile where it is left out.',
    examples: [8192],
  }),
  acceptCount: wholeNumber(0, most)
    .optional()
    .meta({
      description:
        'Connections over `maxConnections` that wait unread; further ones are reset. By profile where it is left out.',
      examples: [100],
    }),
  latency: latency.optional().meta({
    description: 'How long a handler takes.',
    examples: ['200ms', { lognormal: ['80ms', 0.5] }],
    default: '0ms',
  }),
  work: mapping({
    parallel: slots.meta({
      description: 'How many are served at a time; the others wait, holding their slots.',
      examples: [25],
    }),
    service: distribution.meta({
      description: 'How long each is served.',
      examples: ['100ms', { exponential: '100ms' }],
    }),
  })
    .optional()
    .meta({
      description: 'A bottleneck behind the handlers, such as a pool of connections to a database.',
      examples: [{ parallel: 25, service: '100ms' }],
    }),
  onDisconnect: oneOf('continue', 'abort')
    .optional()
    .meta({
      description: 'What a handler does when its client has gone. By profile where it is left out.',
      examples: ['abort'],
    }),
  idleTimeout: durationOrNone
    .optional()
    .meta({ description: 'Closes a connection idle this long. By profile where it is left out.', examples: ['60s'] }),
  readTimeout: durationOrNone
    .optional()
    .meta({ description: 'Longest time to receive a request. By profile where it is left out.', examples: ['10s'] }),
  writeTimeout: durationOrNone.optional().meta({
    description: 'Longest time to write a response; a client that does not take it by then is cut off.',
    examples: ['10s'],
    default: 'none',
  }),
  handlerTimeout: handlerTimeout.optional().meta({
    description:
      'Answers a request whose handler takes longer. The handler goes on and keeps counting: as a request with `limit: requests`, against `concurrency` once more with `limit: connections`, over which there is a 429. With `onDisconnect: abort` it gives up.',
    examples: ['2s', { after: '2s', status: 503, text: 'busy' }],
    default: 'none',
  }),
  getOnly: z
    .boolean()
    .optional()
    .meta({ description: 'Answers 400 to every method but GET.', examples: [true], default: false }),
  maxConnsPerIP: noneOrSlots.optional().meta({
    description: 'Connections from one IPv4 address at once; the next gets a 429.',
    examples: [100],
    default: 'none',
  }),
  maxRequestsPerConn: noneOrSlots.optional().meta({
    description: 'Closes a connection after so many requests. By profile where it is left out.',
    examples: [1000],
  }),
  disableKeepalive: z
    .boolean()
    .optional()
    .meta({ description: 'Closes after each response.', examples: [true], default: false }),
  maxRequestBodySize: bodySize.optional().meta({
    description: 'The longest body; a larger one gets a 400. By profile where it is left out.',
    examples: ['4MiB'],
  }),
  readBufferSize: size(128, 2 ** 20, 'a size from 128B to 1MiB, such as 4KiB or 4096')
    .optional()
    .meta({
      description: 'The longest request head; a longer one gets a 431. By profile where it is left out.',
      examples: ['8KiB'],
    }),
  sleepWhenLimited: duration.optional().meta({
    description:
      'Accepts nothing for so long after each connection refused at the limit; fasthttp before December 2018: 100ms.',
    examples: ['100ms'],
    default: '0s',
  }),
  host: host.optional().meta({
    description: 'The first address it listens on; `0.0.0.0`: all of this host.',
    examples: ['0.0.0.0'],
    default: '127.0.0.1',
  }),
  addresses,
  port: port
    .optional()
    .meta({ description: 'The port it listens on; a free one where it is left out.', examples: [8080] }),
  seed: z
    .int({ error: 'a whole number' })
    .optional()
    .meta({ description: 'Seeds its random choices; follows from the file’s where it is left out.', examples: [7] }),
})
  .refine(({ profile, concurrency }) => concurrency !== undefined || hasOwnConcurrency(profile), {
    ...always,
    path: ['concurrency'],
    error: `none, or a whole number from 1 to ${most}`,
  })
  .refine(({ queueTimeout, ...given }) => isNone(queueTimeout) || (given.queue ?? profileOf(given).queue) !== 0, {
    ...always,
    path: ['queueTimeout'],
    error: 'a queue to wait in beside it, such as queue: 100',
  })
  .refine(({ maxConnections, ...given }) => isNone(maxConnections) || limitOf(given) === 'requests', {
    ...always,
    path: ['maxConnections'],
    error: 'limit: requests beside it; with limit: connections it is concurrency that limits them',
  })
  .refine(({ host, addresses = 1 }) => addresses === 1 || canCountUpFrom(host), {
    ...always,
    path: ['addresses'],
    error: '1, unless `host` is an IPv4 address to count up from',
  })
  .refine(({ acceptCount, ...given }) => acceptCount === undefined || hasMaxConnections(given), {
    ...always,
    path: ['acceptCount'],
    error: 'limit: requests and a number of maxConnections beside it, over which connections wait',
  })

/** What the checks above look at. Where other keys are wrong, these may be anything. */
interface Limits {
  readonly profile?: ServerProfile | undefined
  readonly limit?: 'connections' | 'requests' | undefined
  readonly maxConnections?: number | 'none' | undefined
}

function profileOf({ profile = 'fasthttp' }: Limits): ProfileDefaults {
  return Object.hasOwn(serverProfiles, profile) ? serverProfiles[profile] : serverProfiles.fasthttp
}

function limitOf(given: Limits): 'connections' | 'requests' {
  return given.limit ?? profileOf(given).limit
}

function hasMaxConnections(given: Limits): boolean {
  return limitOf(given) === 'requests' && !isNone(given.maxConnections ?? profileOf(given).maxConnections)
}

function isNone(given: number | 'none' | undefined): boolean {
  return given === undefined || given === 'none'
}

/** Without a profile there is no telling how many slots are meant, and nginx has no default of its own. */
function hasOwnConcurrency(profile: ServerProfile | undefined): boolean {
  return profile !== undefined && profile !== 'nginx-limit-conn'
}

export type GivenLimitedServer = z.output<typeof limitedServer>
