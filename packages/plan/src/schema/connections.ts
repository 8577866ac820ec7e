import { always, noneOr, oneOf } from './values.ts'

/** What a scenario can say of its connections. */
export const connectionKeys = {
  client: oneOf('auto', 'wire', 'undici').optional(),
  connections: oneOf('shared', 'per-vu', 'new').optional(),
  close: oneOf('client', 'server').optional(),
  maxSockets: noneOr(1, 100_000).optional(),
}

interface GivenConnections {
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
] as const
