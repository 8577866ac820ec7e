// The same answer from node:http, for bench-servers.ts to compare with: prints its URL and serves until it is killed.
import { createServer } from 'node:http'
import process from 'node:process'

const server = createServer((_, response) => {
  response.setHeader('Content-Type', 'application/json')
  response.end('{"ok":true,"ms":0}\n')
}).listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}/\n`)
})
