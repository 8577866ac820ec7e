import type { Socket } from 'node:net'
import type { FailureSample } from '@loadrun/metrics'
import { Client as UndiciClient } from 'undici'
import type { Clock } from '../clock.ts'
import type { Connector } from '../connecting/connector.ts'
import type { Opening } from '../connecting/opening.ts'
import { wireCounts } from '../connecting/wire-bytes.ts'
import type { Connection, ConnectionOwner } from '../connection.ts'
import type { PendingExchange } from '../pending-exchange.ts'
import type { Route } from '../request.ts'
import { H2Stream, type StreamOwner } from './h2-stream.ts'

type TellSocket = (...result: [Error, null] | [null, Socket]) => void

const protocols = ['h2']

/** What an open connection is known by. */
interface OpenConnection {
  readonly openedMs: number
  readonly localPort: number
  readonly remote: string
  requests: number
}

/** The other end chose another protocol, or none. */
class NoHttp2Error extends Error {
  readonly code = 'HTTP2_NOT_SPOKEN'
}

/**
 * A connection of HTTP/2 by undici, which carries several requests at once. It is handed out again as long as it may
 * carry one more. With an `http://` target both ends speak HTTP/2 from the first byte (prior knowledge).
 */
export class H2Connection implements Connection, StreamOwner {
  readonly origin: string
  readonly #client: UndiciClient
  readonly #connector: Connector
  readonly #clock: Clock
  readonly #owner: ConnectionOwner
  readonly #mostStreams: number
  readonly #streams = new Set<H2Stream>()
  #opening: Opening | undefined
  #open: OpenConnection | undefined
  #tell: TellSocket | undefined
  #isOffered = false
  #isGone = false
  #wire = { sent: 0, received: 0 }

  constructor(origin: string, connector: Connector, owner: ConnectionOwner, mostStreams: number) {
    this.origin = origin
    this.#connector = connector
    this.#clock = connector.clock
    this.#owner = owner
    this.#mostStreams = mostStreams
    this.#client = new UndiciClient(origin, {
      connect: (_options, callback) => this.#connect(callback as TellSocket),
      allowH2: true,
      maxConcurrentStreams: mostStreams,
      // The request's own limit is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
      pingInterval: 0,
    })
  }

  get isOpen(): boolean {
    return !this.#isGone && this.#streams.size < this.#mostStreams
  }

  get isIdle(): boolean {
    return this.#streams.size === 0
  }

  get clock(): Clock {
    return this.#clock
  }

  carry(pending: PendingExchange, route: Route, nowMs: number): void {
    this.#isOffered = false
    const stream = new H2Stream(pending, this)
    this.#streams.add(stream)
    stream.begin(this.#client, route, nowMs)
    this.#offer()
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.giveUp('interrupted')
    const socket = this.#opening?.socket
    await this.#client.destroy()
    this.#opening?.abandon()
    this.#leave()
    if (socket === undefined || socket.closed) return
    await new Promise((resolve) => {
      socket.once('close', resolve)
      socket.destroy()
    })
  }

  /** Bytes that went over the wire since this was asked last; streams share a connection, so each has what came up to its end. */
  takeBytes(): { sent: number; received: number } {
    const socket = this.#opening?.socket
    const counts = socket === undefined ? undefined : wireCounts(socket)
    if (counts === undefined) return { sent: 0, received: 0 }
    const before = this.#wire
    this.#wire = { sent: counts.bytesWritten, received: counts.bytesRead }
    return { sent: counts.bytesWritten - before.sent, received: counts.bytesRead - before.received }
  }

  /** Its number among the connection's requests, and what they go over. */
  describe(earlierRequests: number): FailureSample['connection'] {
    if (this.#open === undefined) return undefined
    const { localPort, remote, openedMs } = this.#open
    return { localPort, remote, ageMs: this.#clock.nowMs() - openedMs, earlierRequests }
  }

  onStreamStarted(): number {
    return this.#open === undefined ? 0 : this.#open.requests++
  }

  onStreamEnded(stream: H2Stream): void {
    this.#streams.delete(stream)
    if (this.#streams.size === 0 && (this.#tell !== undefined || (this.#opening?.socket?.closed ?? true))) {
      // Nobody wants what is being connected, or the connection has gone.
      this.#opening?.abandon()
      this.#leave()
    } else {
      this.#offer()
    }
  }

  /** May be asked again: undici connects anew for requests that a lost connection had not begun. */
  #connect(tell: TellSocket): void {
    const [first] = this.#streams
    if (first === undefined || this.#isGone) {
      tell(new Error('given up'), null)
      return
    }
    this.#tell = tell
    this.#open = undefined
    this.#wire = { sent: 0, received: 0 }
    const opening = this.#connector.open(
      this.origin,
      {
        onOpen: (socket) => this.#opened(socket, opening),
        onError: (error) => this.#failed(error),
        onEnd: () => undefined,
        onClosed: () => {
          if (opening === this.#opening && this.#streams.size === 0) this.#leave()
        },
      },
      protocols,
    )
    this.#opening = opening
    first.pending.setup = opening.setup
  }

  #opened(socket: Socket & { alpnProtocol?: string | false | null }, opening: Opening): void {
    const tell = this.#tell
    if (tell === undefined) return
    if (!('encrypted' in socket)) {
      socket.alpnProtocol = 'h2'
    } else if (socket.alpnProtocol !== 'h2') {
      this.#failed(new NoHttp2Error('The other end does not speak HTTP/2: it chose no protocol that was offered (h2)'))
      opening.abandon()
      return
    }
    this.#tell = undefined
    this.#open = {
      openedMs: opening.openedMs,
      localPort: socket.localPort ?? 0,
      remote: opening.remote,
      requests: 0,
    }
    tell(null, socket)
  }

  #failed(error: Error): void {
    const tell = this.#tell
    this.#tell = undefined
    tell?.(error, null)
  }

  #offer(): void {
    if (this.#isOffered || this.#isGone || this.#streams.size >= this.#mostStreams) return
    // One that carries a single request at a time is free only after it.
    if (this.#mostStreams === 1 && this.#streams.size > 0) return
    this.#isOffered = true
    this.#owner.onFree(this)
  }

  #leave(): void {
    if (this.#isGone) return
    this.#isGone = true
    void this.#client.destroy()
    this.#owner.onGone(this)
  }
}
