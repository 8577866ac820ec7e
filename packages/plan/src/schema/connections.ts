import { always, noneOr, oneOf } from './values.ts'

/** What a scenario can say of its connections. */
export const connectionKeys = {
  client: oneOf('auto', 'wire', 'undici')
    .optional()
    .meta({
      description:
        'Who speaks HTTP: `wire` (loadrun’s own client, which costs least), `undici`, or `auto`: `undici` for HTTP/2 and proxies, `wire` for everything else.',
      examples: ['undici'],
      default: 'auto',
    }),
  connections: oneOf('shared', 'per-vu', 'new')
    .optional()
    .meta({
      description:
        '`shared`: kept alive, the one used last goes to whoever comes next. `per-vu`: kept alive, one for each user, as in k6. `new`: one for each request.',
      examples: ['per-vu'],
      default: 'shared',
    }),
  close: oneOf('client', 'server')
    .optional()
    .meta({
      description: 'With `connections: new`, who ends them, and so who keeps TIME_WAIT.',
      examples: ['client'],
      default: 'server',
    }),
  maxSockets: noneOr(1, 100_000)
    .optional()
    .meta({
      description: 'Connections at most, split over the worker threads; further requests wait. Not with `per-vu`.',
      examples: [200],
      default: 'none',
    }),
}

interface GivenConnections {
  readonly client?: 'auto' | 'wire' | 'undici' | undefined
  readonly http?: 1 | 2 | undefined
  readonly proxy?: string | undefined
  readonly unixSocket?: string | undefined
  readonly connections?: 'shared' | 'per-vu' | 'new' | undefined
  readonly close?: 'client' | 'server' | undefined
  readonly maxSockets?: number | 'none' | undefined
}

/** `close` is about connections that end with their request; a connection for each user needs no limit beside his number. */
export const connectionRules = [
  {
    holds: ({ connections, close }: GivenConnections) => close === undefined || connections === 'new',
    params: { ...always, path: ['close'], error: '`connections: new` beside it, as other connections are kept' },
  },
  {
    holds: ({ connections, maxSockets }: GivenConnections) => maxSockets === undefined || connections !== 'per-vu',
    params: { ...always, path: ['maxSockets'], error: '`connections: shared` or `new` beside it' },
  },
  {
    holds: ({ client, http, proxy }: GivenConnections) =>
      client !== 'wire' || ((http === undefined || http === 1) && proxy === undefined),
    params: {
      ...always,
      path: ['client'],
      error: '`auto` or `undici` with `http: 2` or `proxy`, which `wire` does not do',
    },
  },
  {
    holds: ({ http, close }: GivenConnections) => http !== 2 || close !== 'server',
    params: { ...always, path: ['close'], error: '`client` with `http: 2`, which cannot ask the server to close' },
  },
  {
    holds: ({ proxy, unixSocket }: GivenConnections) => proxy === undefined || unixSocket === undefined,
    params: { ...always, path: ['proxy'], error: 'no `unixSocket` beside it' },
  },
] as const
