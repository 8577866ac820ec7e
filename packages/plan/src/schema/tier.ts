import { z } from 'zod'
import { distribution, latency } from './latency.ts'
import { target } from './target.ts'
import { cancel, circuitBreaker, hedge, retries } from './upstream-policy.ts'
import { durationOrNone, mapping, noneOr, oneOf, wholeNumber } from './values.ts'

const port = wholeNumber(1, 65_535)

const limitedServer = mapping({
  kind: z.literal('limited-server'),
  concurrency: wholeNumber(1, 1_000_000),
  latency: latency.optional(),
  work: mapping({ parallel: wholeNumber(1, 1_000_000), service: distribution }).optional(),
  onDisconnect: oneOf('continue', 'abort').optional(),
  idleTimeout: durationOrNone.optional(),
  readTimeout: durationOrNone.optional(),
  addresses: wholeNumber(1, 254).optional(),
  port: port.optional(),
  seed: z.int({ error: 'a whole number' }).optional(),
})

const middleware = mapping({
  kind: z.literal('middleware'),
  upstream: target,
  fanout: wholeNumber(1, 1000).optional(),
  order: oneOf('parallel', 'sequence').optional(),
  timeout: durationOrNone.optional(),
  connectTimeout: durationOrNone.optional(),
  headersTimeout: durationOrNone.optional(),
  retries: retries.optional(),
  hedge: hedge.optional(),
  circuitBreaker: circuitBreaker.optional(),
  cancel: cancel.optional(),
  connections: oneOf('keep-alive', 'close', 'client-closes').optional(),
  maxSockets: noneOr(1, 1_000_000).optional(),
  port: port.optional(),
  seed: z.int({ error: 'a whole number' }).optional(),
})

/** One tier that loadrun starts. */
export const tier = z.discriminatedUnion('kind', [limitedServer, middleware], {
  error: ({ code }) => (code === 'invalid_union' ? 'one of limited-server, middleware' : 'a mapping with a `kind`'),
})

export type GivenTier = z.output<typeof tier>
export type GivenLimitedServer = z.output<typeof limitedServer>
export type GivenMiddleware = z.output<typeof middleware>
