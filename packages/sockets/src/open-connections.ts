import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** How many connections to open, by what becomes of them; none unless said. */
export interface ConnectionCounts {
  readonly established?: number
  /** The client sends the first FIN: TIME_WAIT at the client. */
  readonly closedByClient?: number
  /** The server sends the first FIN: TIME_WAIT at the server. */
  readonly closedByServer?: number
  /** The client sends a FIN which the server does not answer: FIN_WAIT2 at the client, CLOSE_WAIT at the server. */
  readonly halfClosedByClient?: number
}

/** Real connections over 127.0.0.1 for tests, none of them moving any more. */
export interface OpenConnections extends AsyncDisposable {
  readonly port: number
}

export async function openConnections(counts: ConnectionCounts): Promise<OpenConnections> {
  const server = createServer({ allowHalfOpen: true })
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`Wanted a port, found ${address}`)
  const { port } = address
  const open: Socket[] = []

  async function openPair(): Promise<{ client: Socket; accepted: Socket }> {
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')])
    open.push(client, accepted)
    // Without reading, a FIN would not be noticed.
    client.resume()
    accepted.resume()
    return { client, accepted }
  }

  async function closeFirst(first: Socket, second: Socket): Promise<void> {
    first.end()
    await once(second, 'end')
    second.end()
    await Promise.all([once(first, 'close'), once(second, 'close')])
  }

  // The ones that end in TIME_WAIT come last: over loopback the kernel takes their ports over after a second.
  for (let count = 0; count < (counts.established ?? 0); count++) await openPair()
  for (let count = 0; count < (counts.halfClosedByClient ?? 0); count++) {
    const { client, accepted } = await openPair()
    client.end()
    await once(accepted, 'end')
  }
  for (let count = 0; count < (counts.closedByServer ?? 0); count++) {
    const { client, accepted } = await openPair()
    await closeFirst(accepted, client)
  }
  for (let count = 0; count < (counts.closedByClient ?? 0); count++) {
    const { client, accepted } = await openPair()
    await closeFirst(client, accepted)
  }

  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
