import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

/** A server of the user's own, opened before the first test of whoever calls this and closed after the last. */
export interface OwnServer {
  /** To be given to `--set`. */
  readonly target: string
}

export function ownServer(answer: RequestListener): OwnServer {
  const server = createServer(answer)
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    get target() {
      return `target=http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
  }
}
