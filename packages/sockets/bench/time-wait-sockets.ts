import { once } from 'node:events'
import { connect, createServer } from 'node:net'

const most = 40_000
const together = 200

/**
 * Leaves that many sockets in TIME_WAIT on this machine, at most 40,000; the kernel ends them after 60 s. Their
 * connections lead to 16 loopback addresses in turn, because on one the kernel would take their ports over again.
 */
export async function leaveInTimeWait(wanted: number): Promise<{ readonly port: number }> {
  const server = createServer((socket) => socket.on('error', () => {}).resume())
  server.listen({ host: '0.0.0.0', port: 0, backlog: 4096 })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`Wanted a port, found ${address}`)
  const { port } = address

  let begun = 0
  async function openAndClose(): Promise<void> {
    while (begun < Math.min(most, wanted)) {
      const client = connect({ port, host: `127.0.0.${1 + (begun++ % 16)}` })
      await once(client, 'connect')
      client.resume().end()
      await once(client, 'close')
    }
  }
  await Promise.all(Array.from({ length: together }, openAndClose))
  server.close()
  return { port }
}
