import { createServer, type Socket } from 'node:net'
import process from 'node:process'

// A server as a process of its own: prints its port, and answers nobody before so many requests have come.
const count = Number(process.argv[2])
const waiting = new Set<Socket>()
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined)
  socket.on('data', () => {
    waiting.add(socket)
    if (waiting.size < count) return
    for (const each of waiting) each.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
  })
})
server.listen(0, '0.0.0.0', 20_000, () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`)
})
