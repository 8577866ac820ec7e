import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A name server on loopback that knows what the test says. */
export interface DnsServer {
  readonly address: string
  /** Questions so far, as `A shop.test`. */
  readonly questions: readonly string[]
  close(): Promise<void>
}

/** By name: its addresses (IPv4, then IPv6), `'fail'` for SERVFAIL, `'silent'` for no answer; others are not there. */
export type Zone = Readonly<Record<string, readonly string[] | 'fail' | 'silent'>>

const headerBytes = 12
const types: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' }

export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query)
    questions.push(`${types[type] ?? type} ${name}`)
    const known = zone[name]
    if (known !== 'silent') socket.send(answerTo(query, end, type, known), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = headerBytes
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** RFC 1035, 4.1: the question again, and an answer of each address that points back to its name. */
function answerTo(query: Buffer, end: number, type: number, known: readonly string[] | 'fail' | undefined): Buffer {
  const code = known === 'fail' ? 2 : known === undefined ? 3 : 0
  const addresses = Array.isArray(known) ? known.filter((each: string) => each.includes(':') === (type === 28)) : []
  const header = Buffer.alloc(headerBytes)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180 + code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(addresses.length, 6)
  const records = addresses.map((address: string) => {
    const data = type === 1 ? Buffer.from(address.split('.').map(Number)) : sixteenBytes(address)
    const fields = Buffer.alloc(12)
    fields.writeUInt16BE(0xc000 + headerBytes, 0)
    fields.writeUInt16BE(type, 2)
    fields.writeUInt16BE(1, 4)
    fields.writeUInt32BE(60, 6)
    fields.writeUInt16BE(data.length, 10)
    return Buffer.concat([fields, data])
  })
  return Buffer.concat([header, query.subarray(headerBytes, end), ...records])
}

/** Of `::1` and its like. */
function sixteenBytes(address: string): Buffer {
  const data = Buffer.alloc(16)
  data.writeUInt16BE(Number.parseInt(address.replace('::', ''), 16), 14)
  return data
}
