/**
 * What reading the kernel's socket table costs, and what understanding it adds: `node bench/parse-cost.ts [sockets]`.
 * Makes that many sockets in TIME_WAIT over loopback (22,000 unless told, at most 40,000), to 16 addresses in turn,
 * because on one address the kernel would take their ports over again.
 */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { KernelFile } from '../src/kernel-file.ts'
import { LegCounter, legsByPort } from '../src/leg-counts.ts'
import { SnapshotReader } from '../src/snapshot.ts'
import { scanSocketTable } from '../src/socket-table.ts'

const wanted = Math.min(40_000, Number(process.argv[2] ?? 22_000))
const addresses = Array.from({ length: 16 }, (_, index) => `127.0.0.${index + 1}`)
const rounds = 15
const together = 200

const server = createServer((socket) => socket.on('error', () => {}).resume())
server.listen({ host: '0.0.0.0', port: 0, backlog: 4096 })
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error(`Wanted a port, found ${address}`)
const { port } = address

let begun = 0
async function openAndClose(): Promise<void> {
  while (begun < wanted) {
    const client = connect({ port, host: addresses[begun++ % addresses.length] ?? '127.0.0.1' })
    await once(client, 'connect')
    client.resume().end()
    await once(client, 'close')
  }
}
await Promise.all(Array.from({ length: together }, openAndClose))

const leg = { name: 'bench', from: 'client', to: 'server', ports: [port] }
using table = new KernelFile('/proc/net/tcp')
const reader = new SnapshotReader([leg], '/proc/net')
const portsOfLeg = legsByPort([leg])

const readMs: number[] = []
const readAndParseMs: number[] = []
const snapshotMs: number[] = []
let sockets = 0
let lastSnapshot = reader.take(0)
for (let round = 0; round < rounds; round++) {
  const startMs = performance.now()
  table.read()
  const readMsAt = performance.now()
  const counter = new LegCounter([leg], portsOfLeg)
  sockets = 0
  scanSocketTable(table.read(), (socket) => {
    sockets++
    counter.add(socket)
  })
  counter.samples()
  const parsedMsAt = performance.now()
  lastSnapshot = reader.take(0)
  readMs.push(readMsAt - startMs)
  readAndParseMs.push(parsedMsAt - readMsAt)
  snapshotMs.push(performance.now() - parsedMsAt)
}
server.close()

const read = median(readMs)
const readAndParse = median(readAndParseMs)
process.stdout.write(
  `${sockets} sockets, median of ${rounds} rounds
bare read of /proc/net/tcp     ${read.toFixed(1)} ms
read and count by leg          ${readAndParse.toFixed(1)} ms, ${(readAndParse / read).toFixed(3)} times the bare read
whole snapshot (with tcp6, counters, gauges) ${median(snapshotMs).toFixed(1)} ms
${JSON.stringify(lastSnapshot.legs)}
`,
)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
