import type { Socket } from 'node:net'
import type { ToxicsCounts } from '@loadrun/metrics'
import type { ToxicsPlan } from '@loadrun/plan'
import { type Listening, listenOnAddresses, type RunningTier, type Upstream } from '@loadrun/topology'
import type { Clock } from './clock.ts'
import { DrawnToxics } from './drawn-toxics.ts'
import { Outages } from './outages.ts'
import { ProxiedConnection } from './proxied-connection.ts'
import { emptyTally } from './tally.ts'
import { upstreamAddresses } from './upstream-addresses.ts'

export interface Toxics extends RunningTier {
  counts(): ToxicsCounts
  /** Addresses asked for that this host does not have; the proxy does without. */
  readonly missingAddresses: readonly string[]
}

/** Starts a TCP proxy that makes the network bad as its plan says. After `stop()`, counts stay as they were before it. */
export async function startToxics(
  plan: ToxicsPlan,
  upstream: Upstream,
  { clock }: { readonly clock: Clock },
): Promise<Toxics> {
  const targets = upstreamAddresses(upstream)
  const tally = emptyTally()
  const connections = new Set<ProxiedConnection>()
  const drawn = new DrawnToxics(
    plan.toxics.filter((toxic) => toxic.type !== 'down'),
    plan.seed,
    clock,
  )
  let loadStartMs = clock.nowMs()

  const accept = (client: Socket) => {
    const target = targets[tally.accepted % targets.length] ?? targets[0]
    tally.accepted += 1
    const connection = new ProxiedConnection(client, {
      upstream: target,
      toxics: drawn.forConnection(loadStartMs),
      clock,
      tally,
      onEnded: () => connections.delete(connection),
    })
    connections.add(connection)
  }
  const first = await listenOnAddresses(plan, accept)
  const { addresses, missingAddresses, port } = first

  // One change after another: an outage may be over before the listening that it ends has begun again.
  let doors: Promise<Listening | undefined> = Promise.resolve(first)
  const openOrClose = (isDown: boolean) => {
    doors = doors.then(async (listening) => {
      if (!isDown)
        return listening ?? (await listenOnAddresses({ host: plan.host, addresses: addresses.length, port }, accept))
      const closed = listening?.close()
      for (const connection of connections) connection.close()
      await closed
      return undefined
    })
  }
  const outages = new Outages(
    plan.toxics.filter((toxic) => toxic.type === 'down'),
    clock,
    openOrClose,
  )
  outages.start(loadStartMs)

  const snapshot = (): ToxicsCounts => ({
    ...tally,
    open: connections.size,
    bytesHeld: [...connections].reduce((sum, connection) => sum + connection.heldBytes, 0),
  })
  let atStop: ToxicsCounts | undefined
  return {
    address: { addresses, port },
    missingAddresses,
    counts: () => atStop ?? snapshot(),
    upstreamFailures: () => [],
    loadStarted() {
      loadStartMs = clock.nowMs()
      outages.start(loadStartMs)
    },
    async stop() {
      atStop ??= snapshot()
      outages.stop()
      openOrClose(true)
      await doors
    },
  }
}
