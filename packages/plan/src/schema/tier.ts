import { z } from 'zod'
import { command } from './command.ts'
import { host } from './host.ts'
import { limitedServer } from './limited-server.ts'
import { target } from './target.ts'
import { toxics } from './toxics.ts'
import { cancel, circuitBreaker, hedge, retries } from './upstream-policy.ts'
import { durationOrNone, mapping, noneOr, oneOf, port, wholeNumber } from './values.ts'

const middleware = mapping({
  kind: z
    .literal('middleware')
    .meta({ description: 'A tier that turns each request into several upstream.', examples: ['middleware'] }),
  upstream: target.meta({
    description: 'Where its requests go: a tier’s name or a URL. Tiers must not lead in a circle.',
    examples: ['server'],
  }),
  fanout: wholeNumber(1, 1000)
    .optional()
    .meta({ description: 'Requests sent upstream for each one received.', examples: [4], default: 1 }),
  order: oneOf('parallel', 'sequence')
    .optional()
    .meta({
      description: 'Whether they are sent all at once, or one after another.',
      examples: ['sequence'],
      default: 'parallel',
    }),
  timeout: durationOrNone.optional().meta({
    description:
      'Drops an upstream connection when a request has taken this long, waiting for a connection included; each attempt has it anew.',
    examples: ['1s'],
    default: 'none',
  }),
  connectTimeout: durationOrNone.optional().meta({
    description: 'Longest time until a new connection stands, TLS included.',
    examples: ['200ms'],
    default: 'none',
  }),
  headersTimeout: durationOrNone.optional().meta({
    description: 'Longest time from a request’s going out to the head of its answer.',
    examples: ['500ms'],
    default: 'none',
  }),
  totalTimeout: durationOrNone.optional().meta({
    description:
      'Longest time for all attempts of a request together, retries, hedges and the pauses between them included.',
    examples: ['3s'],
    default: 'none',
  }),
  retries: retries
    .optional()
    .meta({ description: 'Sends a failed request again.', examples: [{ count: 3, budget: '20%' }], default: 'none' }),
  hedge: hedge.optional().meta({
    description:
      'Sends a second request when the first has not ended by then; the first good answer counts, the other request is dropped.',
    examples: [{ after: '500ms' }],
    default: 'none',
  }),
  circuitBreaker: circuitBreaker.optional().meta({
    description: 'Sends nothing for a while when too much has failed.',
    examples: [{ consecutive: 5, openFor: '10s' }],
    default: 'none',
  }),
  cancel: cancel.optional().meta({
    description: 'What is dropped because nobody wants its answer.',
    examples: [{ onClientDisconnect: true }],
  }),
  connections: oneOf('keep-alive', 'close', 'client-closes')
    .optional()
    .meta({
      description:
        'Who ends an upstream connection, and so keeps TIME_WAIT: nobody, the server (`close`), or the middleware (`client-closes`).',
      examples: ['client-closes'],
      default: 'keep-alive',
    }),
  maxSockets: noneOr(1, 1_000_000)
    .optional()
    .meta({ description: 'Upstream connections at most; further requests wait.', examples: [200], default: 'none' }),
  host: host.optional().meta({
    description: 'The address it listens on; `0.0.0.0`: all of this host.',
    examples: ['0.0.0.0'],
    default: '127.0.0.1',
  }),
  port: port
    .optional()
    .meta({ description: 'The port it listens on; a free one where it is left out.', examples: [8081] }),
  seed: z
    .int({ error: 'a whole number' })
    .optional()
    .meta({ description: 'Seeds its random choices; follows from the file’s where it is left out.', examples: [7] }),
})

/** One tier that loadrun starts. */
export const tier = z.discriminatedUnion('kind', [limitedServer, middleware, toxics, command], {
  error: ({ code }) =>
    code === 'invalid_union' ? 'one of limited-server, middleware, toxics, command' : 'a mapping with a `kind`',
})

export type GivenTier = z.output<typeof tier>
export type GivenMiddleware = z.output<typeof middleware>
