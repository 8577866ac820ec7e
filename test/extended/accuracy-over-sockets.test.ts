import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { erlangB } from '../../packages/analysis/src/prediction/erlang-b.ts'
import {
  defaultOptions,
  type LimitedServer,
  type ServerOptions,
  startLimitedServer,
} from '../../packages/limited-server/src/index.ts'
import { createRandom, drawExponential } from '../../packages/random/src/index.ts'
import { batchMeans } from '../support/batch-means.ts'

const slots = 50
const ratePerSecond = 500
const arrivals = 8000
const batch = 100

const options: ServerOptions = {
  ...defaultOptions,
  concurrency: slots,
  addresses: 16,
  latency: { phases: [{ fromMs: 0, distribution: { kind: 'uniform', lowMs: 50, highMs: 150 } }] },
}

/** One request on a connection of its own, which ends as it likes. */
function visit({ address: { addresses, port } }: LimitedServer, index: number): void {
  const socket = connect(port, addresses[index % addresses.length])
  socket.on('error', () => {})
  socket.on('data', () => {})
  socket.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
}

test('real connections are refused as Erlang’s B says, with the rate and the slot time measured', async () => {
  const server = await startLimitedServer(options, { random: createRandom(1), log: () => {} })
  try {
    const random = createRandom(2)
    const betweenMs = 1000 / ratePerSecond
    let dueMs = performance.now()
    let lastMs = dueMs
    let slotMs = 0
    let sent = 0
    const look = () => {
      const nowMs = performance.now()
      slotMs += server.counts().slotsInUse * (nowMs - lastMs)
      lastMs = nowMs
      return nowMs
    }
    const sendUntil = async (count: number) => {
      while (sent < count) {
        await sleep(1)
        for (const nowMs = look(); dueMs <= nowMs && sent < count; sent += 1) {
          visit(server, sent)
          dueMs += betweenMs * drawExponential(random)
        }
      }
    }

    // The system starts empty: a second of arrivals only fills it.
    await sendUntil(ratePerSecond)
    const before = server.counts()
    const startMs = look()
    slotMs = 0
    const refusedShares: number[] = []
    for (let earlier = before; sent < ratePerSecond + arrivals; ) {
      await sendUntil(sent + batch)
      const { accepted, rejected } = server.counts()
      const offered = accepted - earlier.accepted + rejected - earlier.rejected
      if (offered > 0) refusedShares.push((rejected - earlier.rejected) / offered)
      earlier = server.counts()
    }
    const elapsedMs = look() - startMs
    const { accepted, rejected } = server.counts()
    const offered = accepted - before.accepted + rejected - before.rejected
    const measuredErlang = (offered / elapsedMs) * (slotMs / (accepted - before.accepted))

    expect(offered).toBeGreaterThan(0.95 * arrivals)
    // Arrivals that a busy machine holds up come in clumps, hence the wider of the two intervals.
    const { mean, halfWidthSafe } = batchMeans(refusedShares)
    expect(Math.abs(mean - erlangB(measuredErlang, slots))).toBeLessThan(halfWidthSafe)
  } finally {
    await server.stop()
  }
})
