/** What reading the kernel's socket table costs, and what understanding it adds: `node bench/parse-cost.ts [sockets]`. */
import { KernelFile } from '../src/kernel-file.ts'
import { LegCounter, legEnds } from '../src/leg-counts.ts'
import { SnapshotReader } from '../src/snapshot.ts'
import { scanSocketTable } from '../src/socket-table.ts'
import { leaveInTimeWait } from './time-wait-sockets.ts'

const rounds = 15
const { port } = await leaveInTimeWait(Number(process.argv[2] ?? 22_000))

const leg = { name: 'bench', from: 'client', to: 'server', ports: [port] }
using table = new KernelFile('/proc/net/tcp')
using reader = new SnapshotReader([leg], { procNet: '/proc/net' })
const ends = legEnds([leg], undefined)

const readMs: number[] = []
const readAndParseMs: number[] = []
const snapshotMs: number[] = []
let sockets = 0
let lastSnapshot = reader.take(0)
for (let round = 0; round < rounds; round++) {
  const startMs = performance.now()
  table.read()
  const readMsAt = performance.now()
  const counter = new LegCounter([leg], ends)
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
