import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom, type Random } from '@loadrun/random'
import type { ServerOptions } from '../options.ts'
import { type LimitedServer, startLimitedServer } from '../server.ts'

export interface TestServer extends LimitedServer, AsyncDisposable {
  readonly log: readonly string[]
  /** Waits until no slot is in use. */
  isIdle(): Promise<void>
}

/** A server that stops with the test, and keeps its log. */
export async function startTestServer(options: ServerOptions, random: Random = createRandom(1)): Promise<TestServer> {
  const log: string[] = []
  const server = await startLimitedServer(options, { random, log: (line) => log.push(line) })
  return {
    ...server,
    log,
    isIdle: async () => {
      const giveUpAtMs = performance.now() + 10_000
      while (server.counts().slotsInUse > 0) {
        if (performance.now() > giveUpAtMs) throw new Error('Waited 10 s for all slots to be free')
        await sleep(5)
      }
    },
    [Symbol.asyncDispose]: server.stop,
  }
}
