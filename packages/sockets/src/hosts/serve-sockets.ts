import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { destinationText } from '../address-text.ts'
import { epochMs } from '../clock.ts'
import { type HostSockets, readHostSockets } from './host-sockets.ts'

/** Who asks more often gets what was read last: reading costs the kernel 2 ms for each 1,000 sockets. */
const freshForMs = 250

export interface SocketsServer extends AsyncDisposable {
  readonly url: string
}

/** Tells whoever asks over HTTP about this host's sockets. Rejects where it cannot listen there. */
export async function serveSockets({ host, port }: Readonly<{ host: string; port: number }>): Promise<SocketsServer> {
  let last: HostSockets | undefined
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      const text = `${JSON.stringify(body)}\n`
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(request.method === 'HEAD' ? undefined : text)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { error: 'GET is wanted' })
    if (request.url !== '/sockets' && request.url !== '/') return answer(404, { error: 'the path /sockets is wanted' })
    try {
      const nowEpochMs = epochMs()
      if (last === undefined || nowEpochMs - last.atEpochMs > freshForMs) last = readHostSockets(nowEpochMs)
      answer(200, last)
    } catch (error) {
      answer(500, { error: error instanceof Error ? error.message : String(error) })
    }
  })
  server.requestTimeout = 10_000
  server.maxConnections = 100
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `http://${destinationText(address.address, address.port)}/sockets`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
