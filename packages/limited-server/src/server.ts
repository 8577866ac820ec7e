import type { LimitedServerCounts } from '@loadrun/metrics'
import type { Random } from '@loadrun/random'
import { listenOnAddresses, type TierAddress } from '@loadrun/topology'
import { AcceptLoop } from './accept.ts'
import { type Clock, systemClock } from './clock.ts'
import { Connection } from './connection.ts'
import { Handlers } from './handlers.ts'
import { goLogger } from './log.ts'
import type { ServerOptions } from './options.ts'
import { Responses } from './responses.ts'
import { emptyTally } from './tally.ts'

export interface LimitedServer {
  readonly address: TierAddress
  /** Addresses asked for that this host does not have; the server does without. */
  readonly missingAddresses: readonly string[]
  counts(): LimitedServerCounts
  /** The first phase of the latency starts now. */
  loadStarted(): void
  /** Closes everything at once. Requests that it cuts off count neither as served nor as aborted. */
  stop(): Promise<void>
}

export interface ServerDependencies {
  readonly random: Random
  readonly clock?: Clock
  /** Gets the lines that fasthttp writes to stderr, without the newline. */
  readonly log: (line: string) => void
}

/** Starts a server that behaves as fasthttp 1.31 does, at its limit above all, or as its profile says. */
export async function startLimitedServer(
  options: ServerOptions,
  { random, clock = systemClock, log }: ServerDependencies,
): Promise<LimitedServer> {
  const tally = emptyTally()
  const responses = new Responses(options, clock)
  const handlers = new Handlers(options, clock, random, tally)
  const logMessage = goLogger(log, clock)
  const connections = new Set<Connection>()
  const context = { options, clock, handlers, responses, tally, log: logMessage }

  const acceptLoop = new AcceptLoop({
    ...context,
    serve: (socket, released) => {
      const connection = new Connection(socket, context, () => {
        connections.delete(connection)
        released()
      })
      connections.add(connection)
    },
  })
  const listening = await listenOnAddresses(options, acceptLoop.accept)

  return {
    address: { addresses: listening.addresses, port: listening.port },
    missingAddresses: listening.missingAddresses,
    counts: () => ({
      ...tally,
      slotsInUse: handlers.slots?.inUse ?? acceptLoop.open,
      openConnections: acceptLoop.open,
      waitingConnections: acceptLoop.waiting,
      queuedRequests: handlers.slots?.waiting ?? 0,
    }),
    loadStarted: () => handlers.loadStarted(),
    stop: async () => {
      const closed = listening.close()
      acceptLoop.stop()
      for (const connection of connections) connection.cut()
      handlers.stop()
      await closed
    },
  }
}
