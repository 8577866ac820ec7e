import { scanSocketTable } from '../socket-table.ts'
import type { TcpSocket } from '../tcp-socket.ts'
import { addressWords } from './address-words.ts'
import { stateNumber } from './state-number.ts'

/** Lines that name columns or introduce a table: with one of them, a listing without sockets is one of none. */
const heading = /^(State\s+Recv-Q|Netid\s+State|Active |Proto\s)/

const kernelHeading = /^ *sl +local_address/

/**
 * Hands out every TCP socket of a listing that a command printed: `ss -tan`, `netstat -an` of Linux, macOS, BSD or
 * Windows, or the kernel's `/proc/net/tcp`, one or more of them. Throws where it is none of these, and on a line about a
 * TCP socket that does not tell its state, or its ports as numbers.
 */
export function scanListing(text: string, visit: (socket: TcpSocket) => void): void {
  const words = new AddressBook()
  let understood = false
  let kernelTable: string[] | undefined
  for (const line of text.split(/\r?\n/)) {
    if (kernelHeading.test(line)) {
      scanKernelTable(kernelTable, visit)
      kernelTable = [line]
      understood = true
    } else if (kernelTable !== undefined) {
      kernelTable.push(line)
    } else {
      const columns = columnsOf(line)
      if (columns !== undefined) visit(socketOf(columns, line, words))
      understood ||= columns !== undefined || heading.test(line.trim())
    }
  }
  scanKernelTable(kernelTable, visit)
  if (!understood) {
    const [first = ''] = text.split('\n', 1)
    throw new Error(
      `Cannot read the listing of sockets: found ${first.trim() === '' ? 'nothing' : JSON.stringify(first.slice(0, 100))}, ` +
        'wanted the output of `ss -tan`, `netstat -an` or `cat /proc/net/tcp`, with its headings',
    )
  }
}

function scanKernelTable(lines: readonly string[] | undefined, visit: (socket: TcpSocket) => void): void {
  if (lines !== undefined)
    scanSocketTable(Buffer.from(`${lines.filter((line) => line.trim() !== '').join('\n')}\n`), visit)
}

interface Columns {
  readonly local: string | undefined
  readonly remote: string | undefined
  readonly state: string | undefined
}

/** `undefined` for a line that is about no TCP socket. */
function columnsOf(line: string): Columns | undefined {
  const cells = line.trim().split(/\s+/)
  const [first = '', second = ''] = cells
  if (/^TCP$/.test(first)) return { local: cells[1], remote: cells[2], state: cells[3] }
  if (/^tcp(4|6|46)?$/.test(first)) {
    if (!/^\d+$/.test(second)) return columnsOf(cells.slice(1).join(' '))
    return { local: cells[3], remote: cells[4], state: cells[5] }
  }
  if (stateNumber(first) === undefined || !/^\d+$/.test(second)) return undefined
  return { local: cells[3], remote: cells[4], state: first }
}

function socketOf({ local, remote, state }: Columns, line: string, words: AddressBook): TcpSocket {
  const number = stateNumber(state ?? '')
  const here = endOf(local)
  const there = endOf(remote)
  const remoteAddress = words.of(there?.address ?? '')
  if (number === undefined || here === undefined || there === undefined || remoteAddress === undefined) {
    throw new Error(
      `Cannot read the line ${JSON.stringify(line)} of the listing of sockets: wanted two addresses with ports, in numbers, and a TCP state in English`,
    )
  }
  return { localPort: here.port, remotePort: there.port, state: number, remoteAddress }
}

interface ListedEnd {
  readonly address: string
  /** 0 for `*`. */
  readonly port: number
}

/** `127.0.0.1:8080`, `[::1]:8080`, BSD's `127.0.0.1.8080`, `*:*`. */
function endOf(text: string | undefined): ListedEnd | undefined {
  const [, address, port] = /^(.+)[:.](\d{1,5}|\*)$/.exec(text ?? '') ?? []
  return address === undefined ? undefined : { address, port: port === '*' ? 0 : Number(port) }
}

/** Many sockets of a listing have few remote addresses. */
class AddressBook {
  readonly #known = new Map<string, Uint32Array | undefined>()

  of(text: string): Uint32Array | undefined {
    if (!this.#known.has(text)) this.#known.set(text, addressWords(text))
    return this.#known.get(text)
  }
}
