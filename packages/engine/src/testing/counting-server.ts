import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface CountingServer {
  readonly url: string
  /** Requests received so far. */
  readonly received: number
  close(): Promise<void>
}

/** A real server on loopback. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<CountingServer> {
  let received = 0
  const server = createServer((request, response) => {
    received++
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    get received() {
      return received
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
