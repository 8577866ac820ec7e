import { z } from 'zod'
import { type ProfileDefaults, serverProfiles } from '../defaults/server-profiles.ts'
import { type ServerProfile, serverProfileNames } from '../plan.ts'
import { headersExcept, headerValue } from './headers.ts'
import { canCountUpFrom, host } from './host.ts'
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
      status: errorStatus,
      // The middleware tells failures apart by so much of their text.
      text: text(refusalText).max(1000, { error: refusalText }).optional(),
      headers: headersExcept(
        headersOfTheServer,
        'a header that the server does not write itself',
        headerValue,
      ).optional(),
    }),
  ],
  { error: 'close, reset, or a response such as { status: 503, text: busy }' },
)

const largestBody = 2 ** 31

const bodySize = z.union(
  [z.literal('none'), size(1, largestBody, 'none, or a size up to 2GiB, such as 4MiB or 65536')],
  { error: 'none, or a size up to 2GiB, such as 4MiB or 65536' },
)

/** A limited-server. Names are those of fasthttp, Tomcat and nginx where they have one. */
export const limitedServer = mapping({
  kind: z.literal('limited-server'),
  profile: oneOf(...serverProfileNames).optional(),
  limit: oneOf('connections', 'requests').optional(),
  concurrency: noneOrSlots.optional(),
  queue: noneOr(0, most).optional(),
  queueTimeout: durationOrNone.optional(),
  refusal: refusal.optional(),
  maxConnections: noneOrSlots.optional(),
  acceptCount: wholeNumber(0, most).optional(),
  latency: latency.optional(),
  work: mapping({ parallel: slots, service: distribution }).optional(),
  onDisconnect: oneOf('continue', 'abort').optional(),
  idleTimeout: durationOrNone.optional(),
  readTimeout: durationOrNone.optional(),
  maxConnsPerIP: noneOrSlots.optional(),
  maxRequestsPerConn: noneOrSlots.optional(),
  disableKeepalive: z.boolean().optional(),
  maxRequestBodySize: bodySize.optional(),
  readBufferSize: size(128, 2 ** 20, 'a size from 128B to 1MiB, such as 4KiB or 4096').optional(),
  sleepWhenLimited: duration.optional(),
  host: host.optional(),
  addresses: wholeNumber(1, 254).optional(),
  port: port.optional(),
  seed: z.int({ error: 'a whole number' }).optional(),
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
