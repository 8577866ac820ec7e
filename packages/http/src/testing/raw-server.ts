import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** A server of the test's own bytes. */
export interface RawServer {
  readonly url: string
  readonly port: number
  /** Connections open at the moment. */
  readonly open: ReadonlySet<Socket>
  /** Connections accepted so far. */
  readonly accepted: number
  close(): Promise<void>
}

export async function startRawServer(onConnection: (socket: Socket) => void, host = '127.0.0.1'): Promise<RawServer> {
  const open = new Set<Socket>()
  let accepted = 0
  const server = createServer((socket) => {
    accepted++
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
    onConnection(socket)
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  const { port } = address
  return {
    url: `http://${host}:${port}`,
    port,
    open,
    get accepted() {
      return accepted
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Calls back for each whole request that has no body. */
export function onRequest(socket: Socket, answer: (head: string) => void): void {
  let received = ''
  socket.on('data', (data) => {
    received += data.toString('latin1')
    for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
      const head = received.slice(0, end)
      received = received.slice(end + 4)
      answer(head)
    }
  })
}

/** Answers each request with these bytes. */
export function answering(bytes: string | Buffer): (socket: Socket) => void {
  return (socket) => onRequest(socket, () => socket.write(bytes))
}

/** Answers each request with this head and a body without end, as fast as it is taken; `onSent` is told how long it is. */
export function answeringEndlessly(
  head: string,
  piece: string | Buffer,
  onSent: (bytes: number) => void = () => undefined,
): (socket: Socket) => void {
  return (socket) =>
    onRequest(socket, () => {
      const goOn = () => {
        while (!socket.destroyed && socket.write(piece));
        onSent(socket.bytesWritten)
      }
      socket.on('drain', goOn)
      socket.write(head)
      goOn()
    })
}
