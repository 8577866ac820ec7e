import type { Client } from './client.ts'
import type { Clock } from './clock.ts'
import type { MakeConnection } from './connection.ts'
import { PooledClient, type PoolRules } from './pooled-client.ts'
import { UndiciConnection } from './undici/undici-connection.ts'
import { WireConnection } from './wire/wire-connection.ts'

/** Who speaks HTTP: the client of this package, which costs the least, or undici. */
export type ClientKind = 'wire' | 'undici'

const makers: Readonly<Record<ClientKind, MakeConnection>> = {
  wire: (origin, clock, owner) => new WireConnection(origin, clock, owner),
  undici: (origin, clock, owner) => new UndiciConnection(origin, clock, owner),
}

export function openClient(kind: ClientKind, clock: Clock, rules: PoolRules = {}): Client {
  return new PooledClient(clock, makers[kind], rules)
}
