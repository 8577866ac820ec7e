import type { Client } from './client.ts'
import type { Network } from './connecting/network.ts'
import type { MakeConnection } from './connection.ts'
import { PooledClient, type PoolRules } from './pooled-client.ts'
import { UndiciConnection } from './undici/undici-connection.ts'
import { WireConnection } from './wire/wire-connection.ts'

/** Who speaks HTTP: the client of this package, which costs the least, or undici. */
export type ClientKind = 'wire' | 'undici'

const makers: Readonly<Record<ClientKind, MakeConnection>> = {
  wire: (origin, connector, owner) => new WireConnection(origin, connector, owner),
  undici: (origin, connector, owner) => new UndiciConnection(origin, connector, owner),
}

export function openClient(kind: ClientKind, network: Network, rules: PoolRules = {}): Client {
  return new PooledClient(network, makers[kind], rules)
}
