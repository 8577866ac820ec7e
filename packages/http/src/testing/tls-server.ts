import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import type { RawServer } from './raw-server.ts'

/** A file of the folder `certificates`. */
export function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), 'utf8')
}

/** A server of the test's own bytes over TLS, certified as `localhost`, `shop.test` and 127.0.0.1. */
export async function startTlsServer(
  onConnection: (socket: TLSSocket) => void,
  options: TlsOptions = {},
): Promise<RawServer & { readonly sessionsReused: number }> {
  const open = new Set<TLSSocket>()
  let accepted = 0
  let sessionsReused = 0
  const server = createServer({ cert: pem('server'), key: pem('server-key'), ...options }, (socket) => {
    accepted++
    if (socket.isSessionReused()) sessionsReused++
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  const { port } = address
  return {
    url: `https://localhost:${port}`,
    port,
    open,
    get accepted() {
      return accepted
    },
    get sessionsReused() {
      return sessionsReused
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
