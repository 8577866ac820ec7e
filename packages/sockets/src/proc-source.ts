import { readCounters } from './kernel-counters.ts'
import { KernelFile } from './kernel-file.ts'
import { readGauges } from './kernel-gauges.ts'
import { SecondTable } from './second-table.ts'
import type { SocketSource } from './socket-source.ts'
import { scanSocketTable } from './socket-table.ts'
import type { TcpSocket } from './tcp-socket.ts'

const kilobytes = 1024

/** The kernel's files of one network namespace: `/proc/net` or `/proc/PID/net`. */
export class ProcSource implements SocketSource {
  readonly #tcp: KernelFile
  readonly #tcp6: SecondTable | undefined
  readonly #counterFiles: readonly KernelFile[]
  readonly #gaugeFile: KernelFile | undefined

  /** Throws if `tcp` cannot be opened there. */
  constructor(folder: string) {
    this.#tcp = new KernelFile(`${folder}/tcp`)
    // Without IPv6 there is no tcp6, and some containers hide the counters.
    this.#tcp6 = SecondTable.openIfThere(`${folder}/tcp6`, `${folder}/sockstat6`)
    this.#counterFiles = [`${folder}/snmp`, `${folder}/netstat`]
      .map((path) => KernelFile.openIfThere(path, 16 * kilobytes))
      .filter((file) => file !== undefined)
    this.#gaugeFile = KernelFile.openIfThere(`${folder}/sockstat`, 4 * kilobytes)
  }

  scan(visit: (socket: TcpSocket) => boolean): void {
    scanSocketTable(this.#tcp.read(), visit)
    this.#tcp6?.scan(visit)
  }

  counters(): ReadonlyMap<string, number> {
    return readCounters(...this.#counterFiles.map((file) => file.read().toString('latin1')))
  }

  gauges(): Readonly<Record<string, number>> {
    return this.#gaugeFile === undefined ? {} : readGauges(this.#gaugeFile.read().toString('latin1'))
  }

  [Symbol.dispose](): void {
    for (const file of [this.#tcp, this.#tcp6, ...this.#counterFiles, this.#gaugeFile]) file?.[Symbol.dispose]()
  }
}
