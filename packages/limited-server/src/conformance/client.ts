import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { LimitedServer } from '../server.ts'

/** A plain TCP client that remembers what it got and how the server ended the connection. */
export class Client {
  readonly socket: Socket
  received = ''
  /** The server's end of the connection: FIN or RST, whichever came first. */
  end: 'fin' | 'rst' | undefined
  #changed = () => {}

  constructor(server: Pick<LimitedServer, 'address'>, address = server.address.addresses[0]) {
    this.socket = connect({ host: address ?? '', port: server.address.port, allowHalfOpen: true, noDelay: true })
    this.socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1')
      this.#changed()
    })
    this.socket.on('end', () => this.#ended('fin'))
    this.socket.on('error', () => this.#ended('rst'))
  }

  static async connect(server: Pick<LimitedServer, 'address'>, address?: string): Promise<Client> {
    const client = new Client(server, address)
    await once(client.socket, 'connect')
    return client
  }

  send(bytes: string): void {
    this.socket.write(bytes, 'latin1')
  }

  close(): void {
    this.socket.destroy()
  }

  reset(): void {
    this.socket.resetAndDestroy()
  }

  halfClose(): void {
    this.socket.end()
  }

  /** Waits for as many bytes as this text has with its dates filled in, and returns all that has come, without dates. */
  async receives(text: string): Promise<string> {
    const bytes = text.length + (text.split(noDate).length - 1) * (aDate.length - noDate.length)
    await this.#until(() => this.received.length >= bytes || this.end !== undefined)
    return withoutDate(this.received)
  }

  /** Waits for the server's end of the connection. */
  async ends(): Promise<'fin' | 'rst' | undefined> {
    await this.#until(() => this.end !== undefined)
    return this.end
  }

  async #until(isDone: () => boolean): Promise<void> {
    const giveUpAtMs = performance.now() + 10_000
    while (!isDone()) {
      const leftMs = giveUpAtMs - performance.now()
      if (leftMs <= 0) throw new Error(`Waited 10 s for the server, got only ${JSON.stringify(this.received)}`)
      await new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, leftMs)
        this.#changed = () => {
          clearTimeout(timeout)
          resolve()
        }
      })
    }
  }

  #ended(by: 'fin' | 'rst'): void {
    this.end ??= by
    this.#changed()
  }
}

const noDate = 'Date: *'
const aDate = 'Date: Sun, 22 Nov 2026 07:00:32 GMT'

/** Dates differ from run to run; everything else must not. */
export function withoutDate(bytes: string): string {
  return bytes.replace(/Date: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, noDate)
}
