import { once } from 'node:events'
import { connect } from 'node:net'
import process from 'node:process'

/** Opens so many connections, some at a time, sends how many are open then, and holds them until it is killed. */
process.once('message', async ({ addresses, port, count }: { addresses: string[]; port: number; count: number }) => {
  let open = 0
  const openOne = async (index: number) => {
    const socket = connect({ host: addresses[index % addresses.length] ?? '', port })
    await once(socket, 'connect')
    open += 1
    socket.on('close', () => {
      open -= 1
    })
  }
  const atOnce = 250
  for (let from = 0; from < count; from += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, step) => openOne(from + step)))
  }
  process.send?.(open)
})
