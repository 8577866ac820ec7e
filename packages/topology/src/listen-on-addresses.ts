import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { listenBelowEphemeralRange } from './listen-below-ephemeral-range.ts'

/** Linux cuts it to `net.core.somaxconn`, 4096 by default; Go asks for that, too. */
const backlog = 4096

export interface Listening {
  readonly addresses: readonly string[]
  /** Addresses asked for that this host does not have: other systems than Linux give loopback only 127.0.0.1. */
  readonly missingAddresses: readonly string[]
  readonly port: number
  /** Accepts nothing more. Connections that were accepted go on; it resolves when they have ended. */
  close(): Promise<void>
}

/**
 * Listens on one port of `host` and the addresses after it, `addresses` in all. Sockets come paused, without delay, and
 * may be half-closed.
 */
export async function listenOnAddresses(
  { host, addresses, port }: Readonly<{ host: string; addresses: number; port: number | undefined }>,
  accept: (socket: Socket) => void,
): Promise<Listening> {
  const wanted = Array.from({ length: addresses }, (_, index) => addressAfter(host, index))
  const listenOn = (candidate: number) => listenOnAll(wanted, candidate, accept)
  return port === undefined ? await listenBelowEphemeralRange(listenOn) : await listenOn(port)
}

async function listenOnAll(
  wanted: readonly string[],
  port: number,
  accept: (socket: Socket) => void,
): Promise<Listening> {
  const servers: Server[] = []
  const close = async () => {
    await Promise.all(servers.map((server) => once(server.close(), 'close')))
  }
  const addresses: string[] = []
  const missingAddresses: string[] = []
  for (const address of wanted) {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, accept)
    server.on('error', ignore)
    server.listen({ host: address, port, backlog, exclusive: true })
    try {
      await once(server, 'listening')
      servers.push(server)
      addresses.push(address)
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL'
      if (!isMissing || addresses.length === 0) {
        await close()
        throw error
      }
      missingAddresses.push(address)
    }
  }
  return { addresses, missingAddresses, port, close }
}

/** The IPv4 address that lies `steps` above; any address itself at 0. */
function addressAfter(address: string, steps: number): string {
  if (steps === 0) return address
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + steps
  return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.')
}

// Failures to listen come through once(); later ones, such as too many open files at accept, must not end the process.
function ignore(): void {}
