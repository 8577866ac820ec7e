import type { Client } from './client.ts'
import type { Network } from './connecting/network.ts'
import type { MakeConnection } from './connection.ts'
import { PooledClient, type PoolRules } from './pooled-client.ts'
import { H2Connection } from './undici/h2-connection.ts'
import { UndiciConnection } from './undici/undici-connection.ts'
import { WireConnection } from './wire/wire-connection.ts'

/** Who speaks HTTP: the client of this package, which costs the least, or undici. */
export type ClientKind = 'wire' | 'undici'

/** Requests at once on a connection of HTTP/2: what most servers allow. */
const mostStreams = 100

export function openClient(kind: ClientKind, network: Network, rules: PoolRules = {}): Client {
  return new PooledClient(network, makerOf(kind, network, rules), rules)
}

function makerOf(
  kind: ClientKind,
  { rules: { httpVersion } }: Network,
  { keepsConnections }: PoolRules,
): MakeConnection {
  if (kind === 'wire') return (origin, connector, owner) => new WireConnection(origin, connector, owner)
  if (httpVersion === 1) return (origin, connector, owner) => new UndiciConnection(origin, connector, owner)
  const streams = keepsConnections === false ? 1 : mostStreams
  return (origin, connector, owner) => new H2Connection(origin, connector, owner, streams)
}
