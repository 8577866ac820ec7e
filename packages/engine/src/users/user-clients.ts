import { type Client, type Clock, Network, openClient } from '@loadrun/http'
import type { Scenario } from '@loadrun/plan'
import { shareOf } from '../shapes/staffing.ts'

/** Which client a user sends his requests with. */
export interface UserClients {
  hire(): Client
  /** The user needs it no longer. */
  release(client: Client): void
}

/** The clients of one scenario's users on one worker, by what its plan says of connections. */
export function openUserClients(
  { client: kind, connections }: Pick<Scenario, 'client' | 'connections'>,
  clock: Clock,
  part: Readonly<{ worker: number; workers: number }>,
): UserClients & { close(): Promise<void> } {
  const firstTurn = part.worker
  const network = new Network(clock, undefined, { firstTurn })
  if (connections.kind !== 'per-vu') {
    // A worker needs a connection, or its users would wait for ever.
    const maxSockets = connections.maxSockets && Math.max(1, shareOf(connections.maxSockets, part.worker, part.workers))
    const keepsConnections = connections.kind === 'shared' || connections.closedBy === 'server'
    const shared = openClient(kind, network, { firstTurn, keepsConnections, maxSockets })
    return { hire: () => shared, release: () => undefined, close: () => shared.close() }
  }
  const open = new Set<Client>()
  let turn = firstTurn
  return {
    hire: () => {
      const own = openClient(kind, network, { firstTurn: turn++ })
      open.add(own)
      return own
    },
    release: (own) => {
      open.delete(own)
      void own.close()
    },
    close: async () => {
      await Promise.all([...open].map((each) => each.close()))
    },
  }
}
