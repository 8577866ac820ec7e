import { KernelFile } from './kernel-file.ts'
import { scanSocketTable } from './socket-table.ts'
import type { TcpSocket } from './tcp-socket.ts'

/** So many looks at most go by without reading the table. */
const mostLooksWithout = 9

/**
 * The table of IPv6 sockets. The kernel walks all its connections for it, those of IPv4 too: with 20,000 of these, 14 ms
 * for a table that is empty. So where the last reading had nothing of interest, the table is read again when the number
 * of open IPv6 sockets has changed (`sockstat6`), and at every tenth look at the latest. What is missed meanwhile are
 * connections that opened and closed between two looks and lie in TIME_WAIT: they show up with the next reading.
 */
export class SecondTable implements Disposable {
  readonly #table: KernelFile
  readonly #counts: KernelFile | undefined
  #looksWithout = mostLooksWithout
  #open: string | undefined
  #wanted = true

  private constructor(table: KernelFile, counts: KernelFile | undefined) {
    this.#table = table
    this.#counts = counts
  }

  static openIfThere(table: string, counts: string): SecondTable | undefined {
    const file = KernelFile.openIfThere(table, 256 * 1024)
    return file && new SecondTable(file, KernelFile.openIfThere(counts, 4096))
  }

  scan(visit: (socket: TcpSocket) => boolean): void {
    const open = this.#counts && /^TCP6: inuse \d+/m.exec(this.#counts.read().toString('latin1'))?.[0]
    const isKnown = open !== undefined && open === this.#open && !this.#wanted
    if (isKnown && this.#looksWithout < mostLooksWithout) {
      this.#looksWithout++
      return
    }
    this.#looksWithout = 0
    this.#open = open
    this.#wanted = false
    scanSocketTable(this.#table.read(), (socket) => {
      if (visit(socket)) this.#wanted = true
    })
  }

  [Symbol.dispose](): void {
    this.#table[Symbol.dispose]()
    this.#counts?.[Symbol.dispose]()
  }
}
