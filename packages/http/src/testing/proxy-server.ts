import { once } from 'node:events'
import { createServer, request as sendOn } from 'node:http'
import { connect, type Socket } from 'node:net'

/** A proxy on loopback that leads everything to 127.0.0.1, whatever the host is called. */
export interface ProxyServer {
  readonly url: string
  /** What it was asked for, as `CONNECT shop.test:443` or `GET http://shop.test/`. */
  readonly asked: readonly string[]
  readonly authorizations: ReadonlySet<string | undefined>
  close(): Promise<void>
}

export async function startProxy({ refuses = false }: { refuses?: boolean } = {}): Promise<ProxyServer> {
  const asked: string[] = []
  const authorizations = new Set<string | undefined>()
  const sockets = new Set<Socket>()
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    authorizations.add(incoming.headers['proxy-authorization'])
    const { port, pathname } = new URL(incoming.url ?? '')
    const { 'proxy-authorization': _, ...headers } = incoming.headers
    const onward = sendOn({ host: '127.0.0.1', port, path: pathname, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`)
    authorizations.add(incoming.headers['proxy-authorization'])
    if (refuses) {
      socket.end('HTTP/1.1 403 Not for you\r\n\r\n')
      return
    }
    const onward = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    sockets.add(onward)
    for (const each of [socket, onward]) each.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    authorizations,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
