import { createServer } from 'node:net'
import { listenBelowEphemeralRange } from './listen-below-ephemeral-range.ts'

/** A port on which nobody listens, and which no outgoing connection takes, for a program that cannot choose one itself. */
export function freePort(host: string): Promise<number> {
  return listenBelowEphemeralRange(
    (port) =>
      new Promise<number>((resolve, reject) => {
        const server = createServer()
          .once('error', reject)
          .listen({ host, port, exclusive: true }, () => server.close(() => resolve(port)))
      }),
  )
}
