import { type Client, type Clock, type ConnectRules, Network, openClient } from '@loadrun/http'
import type { Scenario } from '@loadrun/plan'
import { createRandom, deriveSeed } from '@loadrun/random'
import { shareOf } from '../shapes/staffing.ts'

/** Which client a user sends his requests with. */
export interface UserClients {
  hire(): Client
  /** The user needs it no longer. */
  release(client: Client): void
}

/** The clients of one scenario's users on one worker, by what its plan says of connections. */
export function openUserClients(
  {
    name,
    client: kind,
    connections,
    maxAnswerBytes,
  }: Pick<Scenario, 'name' | 'client' | 'connections' | 'maxAnswerBytes'>,
  rules: ConnectRules,
  clock: Clock,
  part: Readonly<{ worker: number; workers: number; seed: number }>,
): UserClients & { close(): Promise<void> } {
  const firstTurn = part.worker
  const random = createRandom(deriveSeed(part.seed, `addresses of ${name} on worker ${part.worker}`))
  const network = new Network(clock, rules, { firstTurn, random })
  if (connections.kind !== 'per-vu') {
    // A worker needs a connection, or its users would wait for ever.
    const maxSockets = connections.maxSockets && Math.max(1, shareOf(connections.maxSockets, part.worker, part.workers))
    const keepsConnections = connections.kind === 'shared' || connections.closedBy === 'server'
    const shared = openClient(kind, network, { firstTurn, keepsConnections, maxSockets, maxAnswerBytes })
    return { hire: () => shared, release: () => undefined, close: () => closeAll([shared], network) }
  }
  const open = new Set<Client>()
  let turn = firstTurn
  return {
    hire: () => {
      const own = openClient(kind, network, { firstTurn: turn++, maxAnswerBytes })
      open.add(own)
      return own
    },
    release: (own) => {
      open.delete(own)
      void own.close()
    },
    close: () => closeAll([...open], network),
  }
}

async function closeAll(clients: readonly Client[], network: Network): Promise<void> {
  await Promise.all(clients.map((each) => each.close()))
  network.close()
}
