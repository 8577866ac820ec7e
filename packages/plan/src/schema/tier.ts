import { z } from 'zod'
import { host } from './host.ts'
import { limitedServer } from './limited-server.ts'
import { target } from './target.ts'
import { toxics } from './toxics.ts'
import { cancel, circuitBreaker, hedge, retries } from './upstream-policy.ts'
import { durationOrNone, mapping, noneOr, oneOf, port, wholeNumber } from './values.ts'

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
  host: host.optional(),
  port: port.optional(),
  seed: z.int({ error: 'a whole number' }).optional(),
})

/** One tier that loadrun starts. */
export const tier = z.discriminatedUnion('kind', [limitedServer, middleware, toxics], {
  error: ({ code }) =>
    code === 'invalid_union' ? 'one of limited-server, middleware, toxics' : 'a mapping with a `kind`',
})

export type GivenTier = z.output<typeof tier>
export type GivenMiddleware = z.output<typeof middleware>
